import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { iconNames } from "@/shared/ui/icons";
import en from "@/shared/i18n/en.json";
import hi from "@/shared/i18n/hi.json";

const root = join(import.meta.dirname, "..", "src");

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

function keys(tree: object, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]) => (typeof value === "string" ? [prefix + name] : keys(value as object, `${prefix}${name}.`)));
}

const code = files(root).filter((path) => /\.tsx?$/u.test(path) && !path.endsWith("schema.d.ts"));
const text = new Map(code.map((path) => [path, readFileSync(path, "utf8")]));
const known = keys(en);

test("no file is too long to read in one sitting", () => {
  const long = [...text].filter(([, source]) => source.split("\n").length > 250).map(([path]) => path);
  expect(long).toEqual([]);
});

test("features do not know each other, and only their queries talk to the client", () => {
  const wrong: string[] = [];
  for (const [path, source] of text) {
    const feature = /features\/(\w+)\//u.exec(path)?.[1];
    for (const [, other] of source.matchAll(/from "@\/features\/(\w+)\//gu)) {
      if (feature && other !== feature) wrong.push(`${path} imports the feature ${other}`);
      if (path.includes("/shared/")) wrong.push(`${path} is shared and imports the feature ${other}`);
    }
    if (feature && !path.endsWith("queries.ts") && /\bclient\b.*from "@\/shared\/http\/http"/u.test(source)) wrong.push(`${path} talks to the client`);
  }
  expect(wrong).toEqual([]);
});

test("every literal key is in the English catalogue", () => {
  const missing = new Set<string>();
  for (const source of text.values()) {
    for (const [, key] of source.matchAll(/\bt\("([\w.-]+)"/gu)) if (key && !known.includes(key)) missing.add(key);
    for (const [, stem] of source.matchAll(/\bt\(`([\w.-]+\.)\$\{/gu)) if (stem && !known.some((one) => one.startsWith(stem))) missing.add(`${stem}*`);
  }
  expect([...missing]).toEqual([]);
});

test("other languages have no key that English lacks", () => {
  expect(keys(hi).filter((key) => !known.includes(key))).toEqual([]);
});

test("the names of the icons and the symbols of the sprite are the same", () => {
  const sprite = readFileSync(join(root, "shared/ui/icons.svg"), "utf8");
  const symbols = [...sprite.matchAll(/<symbol id="([^"]+)"/gu)].map(([, id]) => id);
  expect(symbols).toEqual([...iconNames]);
});
