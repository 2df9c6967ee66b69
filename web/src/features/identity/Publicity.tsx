import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Facts } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { type OwnProfile, type PublicField, saveOwn } from "./queries";

const everybody: PublicField[] = ["full_name", "avatar", "bio", "current_position", "company", "location", "linkedin_url", "github_url", "portfolio_url"];
const students: PublicField[] = ["full_name", "avatar", "branch", "graduation_year", ...everybody.slice(2)];
const known = new Set<PublicField>(["full_name", "bio", "branch", "graduation_year"]);

function useLabels() {
  const { t } = useTranslation();
  return (name: PublicField) => t(known.has(name) ? `field.${name}` : `own.${name}`);
}

function address(href: string | null | undefined) {
  return href ? <a href={href} rel="noopener noreferrer" target="_blank" className="break">{href.replace("https://", "")}</a> : null;
}

/** Exactly what the server answers to somebody who is signed out. */
function Preview({ own, onClose }: { own: OwnProfile; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabels();
  const shown = own.public;
  return (
    <Dialog open onClose={onClose} title={t("own.preview")} sub={t("own.previewHint")} foot={<Button onClick={onClose}>{t("action.close")}</Button>}>
      {!shown ? <p className="muted">{t("own.nothing")}</p> : (
        <div className="stack">
          {(shown.avatar_url || shown.full_name) && (
            <div className="row">
              {shown.avatar_url && <Mono name={shown.full_name ?? "?"} id={own.id} src={shown.avatar_url} size="lg" round />}
              <div><b className="break"><bdi>{shown.full_name}</bdi></b></div>
            </div>
          )}
          {shown.bio && <p className="prose">{shown.bio}</p>}
          <Facts rows={[
            [label("branch"), shown.branch], [label("graduation_year"), shown.graduation_year],
            [label("current_position"), shown.current_position], [label("company"), shown.company], [label("location"), shown.location],
            [label("linkedin_url"), address(shown.linkedin_url)],
            [label("github_url"), address(shown.github_url)],
            [label("portfolio_url"), address(shown.portfolio_url)],
          ]} />
        </div>
      )}
    </Dialog>
  );
}

/** Who may see what: nobody outside, until one says so, field by field. */
export function Publicity({ own, closed }: { own: OwnProfile; closed: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const label = useLabels();
  const [open, setOpen] = useState(false);
  const show = useMutation({ mutationFn: (fields: PublicField[]) => saveOwn({ public_fields: fields }) });
  // What was pressed counts at once; what is saved comes back with the answer.
  const chosen = new Set(show.isPending ? show.variables : own.public_fields);
  const value = (name: PublicField) => {
    if (name === "avatar") return own.avatar_url ? t("own.photoThere") : null;
    if (name === "branch") return me.student?.branch;
    if (name === "graduation_year") return me.student?.graduation_year;
    return own[name];
  };
  const toggle = (name: PublicField, on: boolean) => show.mutate([...chosen].filter((one) => one !== name).concat(on ? [name] : []));
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("own.public")}</h2></div>
      <div className="card-pad stack">
        <p className="small muted">{t("own.publicHint", { institution: own.institution })}</p>
        <ul className="stack publicity">
          {(own.is_student ? students : everybody).map((name) => (
            <li key={name}>
              <label className="switch">
                <input type="checkbox" role="switch" aria-checked={chosen.has(name)} checked={chosen.has(name)} disabled={closed || show.isPending} onChange={(event) => toggle(name, event.target.checked)} />
                <span>{label(name)}<span className="small muted block clip">{value(name) || t("own.empty")}</span></span>
              </label>
            </li>
          ))}
        </ul>
        {show.error && <Notice tone="bad" role="alert">{problemText(t, Problem.from(show.error))}</Notice>}
        <div><Button icon="external-link" onClick={() => setOpen(true)}>{t("own.previewOpen")}</Button></div>
      </div>
      {open && <Preview own={own} onClose={() => setOpen(false)} />}
    </section>
  );
}
