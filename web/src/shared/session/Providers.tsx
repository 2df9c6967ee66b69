import { useTranslation } from "@/shared/i18n/i18n";
import { buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import type { Ways } from "./ways";

/** The ways in that ask for nothing to be typed: the university's own sign-in, and a passkey. */
export function Providers({ ways, next, prominent, passkey }: { ways: Ways | null; next: string; prominent: boolean; passkey?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const providers = ways?.providers ?? [];
  if (providers.length === 0 && !passkey) return null;
  return (
    <div className="stack">
      {providers.map((one, n) => (
        <a key={one.slug} className={buttonClass({ kind: prominent && n === 0 ? "primary" : "normal", block: true })} href={`${one.url}&next=${encodeURIComponent(next)}`}>
          <Icon name="graduation-cap" size={20} />{t("signIn.provider", { name: one.name })}
        </a>
      ))}
      {passkey && <button type="button" className={buttonClass({ block: true })} onClick={passkey}><Icon name="fingerprint" size={20} />{t("signIn.passkey")}</button>}
    </div>
  );
}
