import { useTranslation } from "@/shared/i18n/i18n";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import type { Filter } from "./FilterMenu";
import type { UrlState } from "./url-state";

type Held = Pick<Filter, "name" | "words">;

/** The filters that hold, in plain words; a search is one of them. */
export function useHeld(filters: readonly Held[], state: UrlState): { name: string; words: string }[] {
  const { t } = useTranslation();
  const q = state["q"];
  return [
    ...(q ? [{ name: "q", words: t("list.quoted", { text: q }) }] : []),
    ...filters.flatMap((filter) => { const value = state[filter.name]; return value ? [{ name: filter.name, words: filter.words(value) }] : []; }),
  ];
}

/** Repeats what was asked for, and offers to take back each part of it. */
export function NoResults({ held, onChange }: { held: { name: string; words: string }[]; onChange: (patch: Record<string, null>) => void }) {
  const { t, language } = useTranslation();
  const list = new Intl.ListFormat(language, { type: "conjunction" }).format(held.map((one) => one.words));
  return (
    <Empty
      icon="search" title={t("list.nothing")}
      action={
        <span className="row wrap no-results">
          {held.map((one) => <Button key={one.name} small icon="x" onClick={() => onChange({ [one.name]: null })}>{t("list.clearOne", { words: one.words })}</Button>)}
          {held.length > 1 && <Button small kind="quiet" onClick={() => onChange(Object.fromEntries(held.map(({ name }) => [name, null])))}>{t("filter.clearAll")}</Button>}
        </span>
      }
    >
      {t("list.nothingFor", { list })}
    </Empty>
  );
}
