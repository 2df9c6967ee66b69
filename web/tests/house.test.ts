import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { iconNames } from "@/shared/ui/icons";

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

/** One language's catalogues: file → its keys. */
function catalogues(language: string): Map<string, string[]> {
  const folder = join(root, "shared/i18n", language);
  return new Map(readdirSync(folder).map((file) => [file.replace(".json", ""), keys(JSON.parse(readFileSync(join(folder, file), "utf8")) as object)]));
}

const code = files(root).filter((path) => /\.tsx?$/u.test(path) && !path.endsWith("schema.d.ts"));
const text = new Map(code.map((path) => [path, readFileSync(path, "utf8")]));
const english = catalogues("en");
const known = [...english.values()].flat();

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

/** What a module pulls in statically, itself included; files of ours alone. */
function reached(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !text.has(path)) return seen;
  seen.add(path);
  for (const [, from] of (text.get(path) ?? "").matchAll(/from "([@.][^"]+)"/gu)) {
    if (!from) continue;
    const target = from.startsWith("@/") ? join(root, from.slice(2)) : join(path, "..", from);
    for (const end of [".tsx", ".ts"]) reached(target + end, seen);
  }
  for (const [, from] of (text.get(path) ?? "").matchAll(/lazy\(.*import\("([@.][^"]+)"\)/gu)) {
    if (from) for (const end of [".tsx", ".ts"]) reached(from.startsWith("@/") ? join(root, from.slice(2)) + end : join(path, "..", from) + end, seen);
  }
  return seen;
}

test("every page fetches the catalogues that it speaks from", () => {
  const at = new Map([...english].flatMap(([file, list]) => list.map((key): [string, string] => [key.split(".")[0] ?? "", file])));
  const spoken = (path: string) => new Set([...reached(path)].flatMap((one) => [...(text.get(one) ?? "").matchAll(/\b(?:t|say)\([`"](\w+)/gu)].map(([, first]) => at.get(first ?? ""))));
  const wrong: string[] = [];
  const check = (path: string, words: string[], where: string) => {
    for (const file of spoken(path)) if (file && file !== "frame" && file !== "problem" && !words.includes(file)) wrong.push(`${where} does not fetch ${file}`);
  };
  for (const [line] of (text.get(join(root, "app/router.tsx")) ?? "").matchAll(/ {2}page\("[^"]+", \{[\s\S]*?\}\),\n/gu)) {
    const words = [...(/words: \[([^\]]*)\]/u.exec(line)?.[1] ?? "").matchAll(/"(\w+)"/gu)].map(([, one]) => one ?? "");
    for (const [, from] of line.matchAll(/import\("@\/([^"]+)"\)/gu)) check(join(root, `${from}.tsx`), words, /page\("([^"]+)"/u.exec(line)?.[1] ?? "");
  }
  for (const [path, source] of text) {
    for (const [, list = "", from] of source.matchAll(/\blater\(\[([^\]]*)\], async \(\) => \(await import\("@\/([^"]+)"\)\)/gu)) {
      check(join(root, `${from}.tsx`), [...list.matchAll(/"(\w+)"/gu)].map(([, one]) => one ?? ""), `${from}, fetched by ${path},`);
    }
  }
  check(join(root, "app/Shell.tsx"), [], "the shell");
  check(join(root, "door/main.tsx"), ["door", "signin"], "the door");
  expect(wrong).toEqual([]);
});

/** One catalogue: key → message. */
function messages(language: string, file: string): Map<string, string> {
  const tree = JSON.parse(readFileSync(join(root, "shared/i18n", language, `${file}.json`), "utf8")) as object;
  const at = (key: string) => key.split(".").reduce<unknown>((branch, name) => (branch as Record<string, unknown>)[name], tree);
  return new Map(keys(tree).map((key) => [key, String(at(key))]));
}

/** What a message is told: `shown` as it stands or as a number, `told` also what only chooses between forms. */
function placeholders(message: string): { shown: Set<string>; told: Set<string> } {
  const shown = new Set<string>();
  const told = new Set<string>();
  const walk = (part: unknown) => {
    if (!Array.isArray(part)) return;
    for (const one of part) {
      if (!Array.isArray(one) || typeof one[0] !== "string") continue;
      const [name, kind, forms] = one as [string, string?, Record<string, unknown>?];
      told.add(name);
      if (kind === undefined) shown.add(name);
      if (typeof forms === "object") Object.values(forms).forEach(walk);
    }
  };
  walk(compileMessageOrThrow(message));
  return { shown, told };
}

test("Hindi says every message, with the same placeholders", () => {
  const wrong: string[] = [];
  for (const file of english.keys()) {
    const hindi = messages("hi", file);
    const spoken = messages("en", file);
    for (const [key, message] of spoken) {
      const other = hindi.get(key);
      if (other === undefined) { wrong.push(`${file}: ${key} is missing`); continue; }
      const [here, there] = [placeholders(message), placeholders(other)];
      for (const name of here.shown) if (!there.told.has(name)) wrong.push(`${file}: ${key} lacks {${name}}`);
      for (const name of there.told) if (!here.told.has(name)) wrong.push(`${file}: ${key} has {${name}} of its own`);
    }
    for (const key of hindi.keys()) if (!spoken.has(key)) wrong.push(`${file}: ${key} is not English`);
  }
  expect(wrong).toEqual([]);
});

test("the catalogues say nothing that nobody uses", () => {
  const source = [...text.values()].join("\n");
  const server = files(join(root, "../../careerdesk")).filter((path) => path.endsWith(".py")).map((path) => readFileSync(path, "utf8")).join("\n");
  const words = new Set(`${source}\n${server}`.match(/[\w-]+/gu));
  const literal = new Set([...source.matchAll(/["`]([\w-]+(?:\.[\w-]+)*)["`]/gu)].map(([, key]) => key));
  // `office.stuck.${holder}`: what stands for the holder must be a word of ours or of the server.
  const made = [...new Set([...source.matchAll(/`([\w-]+\.(?:[\w.-]|\$\{[^}]*\})*)`/gu)].map(([, key = ""]) => key))]
    .map((key) => new RegExp(`^${key.split(/\$\{[^}]*\}/u).map((part) => part.replaceAll(".", "\\.")).join("(.+)")}$`, "u"));
  const used = (key: string) => literal.has(key) || made.some((shape) => (shape.exec(key)?.slice(1) ?? [""]).every((name) => name.split(".").every((one) => words.has(one))));
  expect(known.filter((key) => !key.startsWith("problem.") && !used(key))).toEqual([]);
});

test("the names of the icons and the symbols of the sprite are the same", () => {
  const sprite = readFileSync(join(root, "shared/ui/icons.svg"), "utf8");
  const symbols = [...sprite.matchAll(/<symbol id="([^"]+)"/gu)].map(([, id]) => id);
  expect(symbols).toEqual([...iconNames]);
});
