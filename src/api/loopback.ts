/** Whether only this machine reaches what listens on this address. It says nothing of who asks: proxies do too. */
export function isLoopback(address: string): boolean {
  return /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/.test(address);
}
