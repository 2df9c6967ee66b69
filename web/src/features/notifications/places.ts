/** How many unread items lead to each place of the menu. */
export function perPlace(links: readonly string[], places: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const link of links) {
    const path = link.split(/[?#]/u)[0] ?? "";
    // The applicants of one job stand under "Applicants" in the menu, and corrections under the students they are about.
    const place = path.endsWith("/applicants") ? "/applications" : path.startsWith("/corrections") ? "/students" : path;
    const found = places.find((one) => one !== "/" && (place === one || place.startsWith(`${one}/`)));
    if (found) counts[found] = (counts[found] ?? 0) + 1;
  }
  return counts;
}
