/** "Firefox, Linux" out of the long string; unknown ones are shown as sent. */
export function device(agent: string | null): string {
  if (!agent) return "?";
  const browser = /Edg\//u.test(agent) ? "Edge" : /Firefox\//u.test(agent) ? "Firefox" : /Chrome\//u.test(agent) ? "Chrome" : /Safari\//u.test(agent) ? "Safari" : null;
  const system = /Android/u.test(agent) ? "Android" : /iPhone|iPad/u.test(agent) ? "iOS" : /Windows/u.test(agent) ? "Windows" : /Mac OS/u.test(agent) ? "macOS" : /Linux/u.test(agent) ? "Linux" : null;
  return [browser, system].filter(Boolean).join(", ") || agent.slice(0, 40);
}
