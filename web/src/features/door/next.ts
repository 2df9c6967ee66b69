/** Only a place of our own: "//elsewhere.example" is an address on another host. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/u.test(next) ? next : "/";
}
