import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

/** Lays a Brotli and a gzip twin beside each text file, so that no request pays for compression. */
export function twins(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "twins",
    apply: "build",
    configResolved(resolved) {
      config = resolved;
    },
    closeBundle() {
      for (const path of files(config.build.outDir)) {
        if (!/\.(?:js|css|svg|html|webmanifest)$/u.test(path)) continue;
        const content = readFileSync(path);
        if (content.length < 1000) continue;
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}
