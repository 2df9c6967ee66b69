import { readFileSync } from "node:fs";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, into: Record<string, string> = {}, prefix = ""): Record<string, string> {
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") into[prefix + key] = value;
    else flat(value, into, `${prefix}${key}.`);
  }
  return into;
}

/** Turns a catalogue of ICU messages into what the runtime reads without a parser. What a language lacks is said in English. */
export function catalogues(): Plugin {
  return {
    name: "catalogues",
    enforce: "pre",
    load(id) {
      const found = /^(.*\/i18n\/)(\w\w)\/(\w+\.json)$/u.exec(id);
      if (!found) return null;
      const [, folder, language = "en", file] = found;
      this.addWatchFile(id);
      const read = (of: string) => flat(JSON.parse(readFileSync(`${folder}${of}/${file}`, "utf8")) as Tree);
      const messages = language === "en" ? read("en") : { ...read("en"), ...read(language) };
      const compiled = Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, compileMessageOrThrow(message)]));
      return { code: `export default ${JSON.stringify(compiled)}`, moduleType: "js" };
    },
  };
}
