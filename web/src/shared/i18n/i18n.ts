import i18next from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

export const languages = { en: "English", hi: "हिन्दी" } as const;
export type Language = keyof typeof languages;

const stored = document.documentElement.lang;
export const firstLanguage: Language = stored in languages ? (stored as Language) : "en";

export async function startI18n(): Promise<void> {
  await i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: "en",
      fallbackLng: "en",
      resources: { en: { translation: en } },
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  if (firstLanguage !== "en") await changeLanguage(firstLanguage);
}

/** English ships with the page, other languages are fetched when chosen. */
export async function changeLanguage(language: Language): Promise<void> {
  if (language === "hi" && !i18next.hasResourceBundle("hi", "translation")) {
    const { default: hi } = await import("./hi.json");
    i18next.addResourceBundle("hi", "translation", hi);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem("careerdesk.lang", language);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}
