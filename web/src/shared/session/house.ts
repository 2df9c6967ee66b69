import { client } from "@/shared/http/http";

/** Which institution's door this is, where one server has several: said in the address of a page, and kept from page to page. */
let named: string | null = null;

/** From now on everything is asked of that institution: codes, registering, ways of signing in. */
export function enterHouse(search: string): void {
  named = new URLSearchParams(search).get("institution");
  if (!named) return;
  const slug = named;
  client.use({ onRequest: ({ request }) => { request.headers.set("X-Institution", slug); } });
}

/** Another page of the same door. */
export function atDoor(path: string): string {
  if (!named) return path;
  const [page = "", hash] = path.split("#");
  return `${page}${page.includes("?") ? "&" : "?"}institution=${encodeURIComponent(named)}${hash === undefined ? "" : `#${hash}`}`;
}
