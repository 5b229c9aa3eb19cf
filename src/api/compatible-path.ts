/** Whether an address, with its query or without, is in the compatible API's part of the server. */
export function isCompatible(url: string | undefined): boolean {
  return url !== undefined && /^\/api\/v2(?:[/?]|$)/.test(url);
}

/** An address without the scheme and the name of a server that stand before its path. */
export function withoutOrigin(url: string): string {
  return url.replace(/^https?:\/\/[^/?#]*/i, "");
}
