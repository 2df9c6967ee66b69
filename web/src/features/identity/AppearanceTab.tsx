import { changeLanguage, type Language, languages, useTranslation } from "@/shared/i18n/i18n";
import { Accessibility } from "@/shared/preferences/Accessibility";
import { setTheme, useThemeChoice } from "@/shared/ui/theme";

/** Switches act at once and say so by what they change. */
export function AppearanceTab() {
  const { t, language } = useTranslation();
  const theme = useThemeChoice();
  return (
    <section className="card card-pad stack-6 narrow">
      <fieldset className="field">
        <legend className="label">{t("theme.title")}</legend>
        <p className="hint">{t("theme.hint")}</p>
        {(["light", "dark", "system"] as const).map((one) => (
          <label key={one} className="check"><input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} /><span>{t(`theme.${one}`)}</span></label>
        ))}
      </fieldset>
      <fieldset className="field">
        <legend className="label">{t("language.title")}</legend>
        {(Object.keys(languages) as Language[]).map((one) => (
          <label key={one} className="check"><input type="radio" name="language" checked={language === one} onChange={() => void changeLanguage(one)} /><span lang={one}>{languages[one]}</span></label>
        ))}
      </fieldset>
      <Accessibility />
    </section>
  );
}
