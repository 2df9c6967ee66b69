import { useTranslation } from "@/shared/i18n/i18n";
import { prefer, usePreferences } from "./preferences";

/** Whether a single key does something: in the help, and where one sets up how the app behaves. */
export function SingleKeysSwitch() {
  const { t } = useTranslation();
  const { single_keys } = usePreferences();
  return (
    <label className="switch">
      <input type="checkbox" role="switch" aria-checked={single_keys} checked={single_keys} onChange={(event) => prefer({ single_keys: event.target.checked })} />
      <span>{t("help.singleKeys")}<span className="small muted block">{t("help.singleKeysHint")}</span></span>
    </label>
  );
}
