/** Whether an address, with its query or without, is in the compatible API's part of the server. */
export function isCompatible(url: string | undefined): boolean {
  return url !== undefined && /^\/api\/v2(?:[/?]|$)/.test(url);
}
