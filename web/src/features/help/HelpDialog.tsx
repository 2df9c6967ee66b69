import { useTranslation } from "@/shared/i18n/i18n";
import { actions } from "@/shared/keys/actions";
import { Keys } from "@/shared/keys/Keys";
import { usePreferences } from "@/shared/preferences/preferences";
import { SingleKeysSwitch } from "@/shared/preferences/Switches";
import { useMe, viewOf } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { openPanel, usePanel } from "@/shared/ui/panels";
import { screenOf } from "./screens";

/** How the office is reached, as far as it has said so: a name, a value, and where a click leads. */
function contactOf(settings: Record<string, unknown>): [name: string, value: string, link?: string][] {
  const said = (name: string) => (typeof settings[name] === "string" ? settings[name].trim() : "");
  const [email, phone, hours] = [said("contact_email"), said("phone"), said("office_hours")];
  return [
    ...(email ? [["email", email, `mailto:${email}`] as [string, string, string]] : []),
    ...(phone ? [["phone", phone, `tel:${phone.replace(/[^+\d]/gu, "")}`] as [string, string, string]] : []),
    ...(hours ? [["hours", hours] as [string, string]] : []),
  ];
}

/** This screen in a few lines, and the keys that work on it now. The same place on every screen (WCAG 3.2.6). */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const { single_keys } = usePreferences();
  usePanel();
  const all = actions().filter((action) => action.keys);
  const here = all.filter((action) => !action.id.startsWith("go-") && !["search", "help", "undo"].includes(action.id));
  const everywhere = all.filter((action) => !here.includes(action));
  const lines = t(`guide.${screenOf(location.pathname, viewOf(me))}`).split("\n");
  const contact = contactOf(me.institution.settings);
  const table = (title: string, list: typeof all) => list.length > 0 && (
    <section>
      <h3 className="h3">{title}</h3>
      <dl className="keylist">
        {list.map((action) => <div key={action.id}><dt>{action.label}</dt><dd><Keys keys={action.keys ?? ""} /></dd></div>)}
      </dl>
    </section>
  );
  return (
    <Dialog
      open drawer onClose={onClose} title={t("help.title")}
      foot={<><span className="grow small muted">{contact.length > 0 ? "" : t("help.office", { institution: me.institution.name })}</span><Button data-autofocus icon="search" onClick={() => openPanel({ name: "palette" })}>{t("help.search")}</Button></>}
    >
      {contact.length > 0 && (
        <section>
          <h3 className="h3">{t("help.contact")}</h3>
          <p className="small muted">{t("help.office", { institution: me.institution.name })}</p>
          <dl className="facts wrap-any">{contact.map(([name, value, link]) => <div key={name}><dt>{t(`help.${name}`)}</dt><dd>{link ? <a href={link}>{value}</a> : value}</dd></div>)}</dl>
        </section>
      )}
      <section><h3 className="h3">{t("help.here")}</h3><ul className="guide">{lines.map((line) => <li key={line}>{line}</li>)}</ul></section>
      <SingleKeysSwitch />
      <div className={single_keys ? "stack-6" : "stack-6 keys-off"}>
        {table(t("help.keysHere"), here)}
        {table(t("help.keysEverywhere"), everywhere)}
      </div>
      <section>
        <h3 className="h3">{t("help.always")}</h3>
        <dl className="keylist">
          <div><dt>{t("help.palette")}</dt><dd><kbd className="kbd">Ctrl</kbd> <kbd className="kbd">K</kbd></dd></div>
          <div><dt>{t("help.submit")}</dt><dd><kbd className="kbd">Ctrl</kbd> <kbd className="kbd">↵</kbd></dd></div>
          <div><dt>{t("help.close")}</dt><dd><kbd className="kbd">Esc</kbd></dd></div>
        </dl>
      </section>
    </Dialog>
  );
}
