import { useEffect, useRef } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useThemeChoice } from "@/shared/ui/theme";
import { type Change, prefer } from "./preferences";

/** Wherever theme and language are chosen, the account learns of it, so that the next device begins with them. */
export function useFollow(): void {
  const { language } = useTranslation();
  const theme = useThemeChoice();
  const known = useRef({ language, theme });
  useEffect(() => {
    const change: Change = {};
    if (known.current.language !== language) change.language = language;
    if (known.current.theme !== theme) change.theme = theme;
    known.current = { language, theme };
    if (Object.keys(change).length > 0) prefer(change);
  }, [language, theme]);
}
