import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Problem } from "@/shared/http/problem";

const file = (name: string) => readFileSync(join(import.meta.dirname, "..", "public", name));

test("the service worker's version is the hash of what it keeps", () => {
  const source = file("sw.js").toString();
  const files = [...(/FILES = \[([^\]]*)\]/u.exec(source)?.[1] ?? "").matchAll(/"\/([^"]+)"/gu)].map(([, name]) => name ?? "");
  const hash = createHash("sha256");
  for (const name of files) hash.update(file(name));
  expect(/VERSION = "([^"]*)"/u.exec(source)?.[1]).toBe(hash.digest("hex").slice(0, 12));
});

test("the offline page asks for nothing that is not kept", () => {
  const page = file("offline.html").toString();
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]+)"/gu)) expect(file("sw.js").toString()).toContain(`"${address}"`);
});

test("only what the network did is called offline", () => {
  expect(Problem.from(new TypeError("Failed to fetch")).code).toBe("offline");
  expect(Problem.from(new TypeError("Load failed")).code).toBe("offline");
  expect(Problem.from(new TypeError("Failed to fetch dynamically imported module: /assets/x.js")).code).toBe("offline");
  expect(Problem.from(new TypeError("Cannot read properties of undefined (reading 'load')")).code).toBe("broken");
});
