import type { ReactNode } from "react";
import { changeLanguage, type Language, languages, useTranslation } from "@/shared/i18n/i18n";
import { houseWays } from "@/shared/session/ways";
import { Brand } from "@/shared/ui/Brand";
import { useOnce } from "./once";
import { openJobs } from "./queries";

const arches = [300, 258, 216, 174, 132, 90, 48]
  .map((r) => `M${320 - r} 560V300a${r} ${r} 0 0 1 ${2 * r} 0v260`).join("");

/** The door: form on the left, the hall with its arches on the right of wide screens. */
export function DoorFrame({ children }: { children: ReactNode }) {
  const { t, language } = useTranslation();
  const { data } = useOnce(openJobs);
  const { data: house } = useOnce(houseWays);
  return (
    <div className="si">
      <main className="si-form" id="main">
        <a className="brand" href="/"><Brand size={32} {...(house?.institution && { name: house.institution.name })} /></a>
        <div className="si-in">{children}</div>
        <footer className="foot">
          {(Object.keys(languages) as Language[]).map((one) => (
            <button key={one} type="button" lang={one} aria-pressed={language === one} onClick={() => void changeLanguage(one)}>{languages[one]}</button>
          ))}
        </footer>
      </main>
      <aside className="hall">
        <svg className="arches" viewBox="0 0 640 560" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true"><path d={arches} /></svg>
        <p className="hall-line">{t("door.line")}</p>
        {data && <dl aria-label={t("door.numbers")}><div><dt>{t("door.openJobs")}</dt><dd>{data.total}</dd></div></dl>}
      </aside>
    </div>
  );
}
