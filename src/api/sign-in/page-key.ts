import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** A fresh key to the figures of the page: whoever starts the server is given it in a link. */
export function newPageKey(): string {
  return `key_${randomBytes(24).toString("hex")}`;
}

/** How long it takes says nothing about how much was right. */
export function isPageKey(key: string, shown: unknown): boolean {
  return (
    typeof shown === "string" &&
    timingSafeEqual(hash("sha256", shown, "buffer"), hash("sha256", key, "buffer"))
  );
}
