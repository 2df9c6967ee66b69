import { setupI18n } from "@lingui/core";
import { useMemo, useSyncExternalStore } from "react";

export const languages = { en: "English", hi: "हिन्दी" } as const;
export type Language = keyof typeof languages;
export type Words = Record<string, string | number | null | undefined>;

/** What a person reads, said by its key. Unknown keys are shown as they are, so that a test can find them. */
export type Translate = (key: string, values?: Words) => string;

// Each catalogue is one file of ICU messages, compiled by the build: the parser does not travel.
const catalogues = import.meta.glob<{ default: Record<string, never> }>(["./en/*.json", "./hi/*.json"]);
const here = setupI18n();
const loaded = new Set<string>();
/** Catalogues that pages have asked for; a change of language fetches the same ones. */
const wanted = new Set<string>();

let language: Language = "en";

async function load(name: string, into: Language): Promise<void> {
  const path = `./${into}/${name}.json`;
  const fetch = catalogues[path];
  if (loaded.has(path) || !fetch) return;
  const { default: messages } = await fetch();
  here.load(into, messages);
  loaded.add(path);
}

/** The English of numbers and dates is the one that is written where most of its readers live. */
const locales: Record<Language, string> = { en: "en-IN", hi: "hi-IN" };

/** Fetch what a page says before it is shown. */
export async function speak(...names: string[]): Promise<void> {
  for (const name of names) wanted.add(name);
  await Promise.all(names.map((name) => load(name, language)));
}

/** theme.js has read the choice before anything was painted. */
export async function startI18n(...names: string[]): Promise<void> {
  const stored = document.documentElement.lang;
  if (stored in languages) language = stored as Language;
  await speak("frame", ...names);
  here.activate(language, locales[language]);
}

export async function changeLanguage(to: Language): Promise<void> {
  await Promise.all([...wanted].map((name) => load(name, to)));
  language = to;
  document.documentElement.lang = to;
  here.activate(to, locales[to]);
  try {
    localStorage.setItem("careerdesk.lang", to);
    // For the pages that the server writes, and so that it names the right catalogues in the document.
    document.cookie = `careerdesk_lang=${to}; path=/; max-age=31536000; samesite=lax`;
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

/** For the few places outside components. `defaultValue` is said for what only the server knows the name of. */
export const say: Translate = (key, values) => (key in here.messages ? here._(key, values) : String(values?.["defaultValue"] ?? key));

const listen = (listener: () => void) => here.on("change", listener);

export function useTranslation(): { t: Translate; language: Language } {
  const current = useSyncExternalStore(listen, () => here.locale) as Language;
  // A new function with each language, so that memoised texts are made anew.
  return useMemo(() => ({ t: ((key, values) => say(key, values)) as Translate, language: current }), [current]);
}
