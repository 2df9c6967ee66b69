import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import { speak } from "./i18n";

/** A part that is fetched with its words when somebody reaches for it. */
export function later<Props>(words: string[], load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [Part] = await Promise.all([load(), speak(...words)]);
    return { default: Part };
  });
}
