import { readFileSync } from "node:fs";
import type { OutputChunk } from "rolldown";
import type { Plugin } from "vite";

interface Page {
  modules: string[];
  words: string[];
  fetch: string[];
}

/** What the first page of each kind of reader needs, by file name: the server names it in the document, so that nothing
 * has to be discovered one file after the other. */
export function first(): Plugin {
  return {
    name: "first",
    apply: "build",
    generateBundle(_options, bundle) {
      const pages = JSON.parse(readFileSync(new URL("./src/app/first.json", import.meta.url), "utf8")) as Record<string, Page>;
      const chunks = Object.values(bundle).filter((one): one is OutputChunk => one.type === "chunk");
      const holding = (source: string) => {
        const chunk = chunks.find((one) => one.moduleIds.some((id) => id.endsWith(`/src/${source}`)));
        if (!chunk) throw new Error(`first.json names ${source}, which is in no chunk`);
        return chunk.fileName;
      };
      const closure = (names: string[], seen = new Set<string>()): string[] => {
        for (const name of names) {
          if (seen.has(name)) continue;
          seen.add(name);
          closure(chunks.find((one) => one.fileName === name)?.imports ?? [], seen);
        }
        return [...seen];
      };
      const entry = new Set(closure(chunks.filter((one) => one.isEntry && one.facadeModuleId?.endsWith("/index.html")).map((one) => one.fileName)));
      const made = Object.fromEntries(Object.entries(pages).map(([page, { modules, words, fetch }]) => [page, {
        files: closure(modules.map(holding)).filter((name) => !entry.has(name)).map((name) => `/${name}`),
        words: Object.fromEntries(["en", "hi"].map((language) => [language, words.map((name) => `/${holding(`shared/i18n/${language}/${name}.json`)}`)])),
        fetch,
      }]));
      this.emitFile({ type: "asset", fileName: "first.json", source: JSON.stringify(made) });
    },
  };
}
