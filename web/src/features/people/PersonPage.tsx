import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { Problem } from "@/shared/http/problem";
import { problemText } from "@/shared/http/problem-text";
import { useFormat } from "@/shared/i18n/use-format";
import { has, may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Facts } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { Notice } from "@/shared/ui/Notice";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { actAs, changePerson, inviteAgain, type Person, personQuery, signOutEverywhere } from "./queries";
import { ReasonDialog } from "./ReasonDialog";
import { RolesDialog } from "./RolesDialog";
import { StateTag } from "./StateTag";

function Roles({ person, onEdit }: { person: Person; onEdit: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2 grow">{t("people.roles")}</h2>{person.can.edit_roles && <Button small icon="pencil" onClick={onEdit}>{t("people.editRoles")}</Button>}</div>
      {person.roles.length === 0 ? <p className="card-pad muted">{t("people.noRoles")}</p> : (
        <ul className="card-list">
          {person.roles.map((one) => {
            const over = one.ends_at !== null && new Date(one.ends_at) < new Date();
            return (
              <li key={one.role} className="item">
                <span className="grow"><b>{t(`role.${one.role}`)}</b><br /><span className="small muted">{[one.company?.name, one.department, t(`people.does.${one.role}`)].filter(Boolean).join(" · ")}</span></span>
                {one.ends_at && <span className={over ? "tag" : "tag tag-warn"}>{t(over ? "people.ended" : "people.ends", { day: format.day(one.ends_at, true) })}</span>}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

type Open = "roles" | "deactivate" | "reactivate" | "act" | "signOut";

/** One person of the institution: what they may, how they sign in, and what can be done about it. */
export function PersonPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { userId } = useParams({ strict: false }) as { userId: string };
  const { data, error, refetch } = useQuery(personQuery(userId));
  const [open, setOpen] = useState<Open | null>(null);
  const again = useMutation({ mutationFn: () => inviteAgain(userId), onSuccess: () => toast(t("people.sentAgain")) });
  usePage(data?.full_name ?? t("nav.people"), { parent: { label: t("nav.people"), to: "/people" } });
  if (error) return <div className="card"><Failed what={t("nav.people")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={6} tall />;
  const run: Record<Exclude<Open, "roles">, (reason: string) => Promise<void>> = {
    deactivate: (reason) => changePerson(userId, { active: false, reason: reason || null }).then(() => { toast(t("people.deactivated")); }),
    reactivate: (reason) => changePerson(userId, { active: true, reason: reason || null }).then(() => { toast(t("people.reactivated")); }),
    act: (reason) => actAs(userId, reason),
    signOut: () => signOutEverywhere(userId).then(() => { toast(t("people.signedOut")); }),
  };
  return (
    <>
      <PageHead lead={<Mono name={data.full_name} id={data.id} size="lg" round />} answer={<bdi>{data.full_name}</bdi>} sub={<span className="row wrap"><a href={`mailto:${data.email}`}>{data.email}</a><StateTag state={data.state} /></span>}>
        {data.can.invite && <Button icon="mail" busy={again.isPending} onClick={() => again.mutate()}>{t("people.inviteAgain")}</Button>}
        {data.can.act_as && has(me, "FEATURE_ACT_AS") && <Button icon="user" onClick={() => setOpen("act")}>{t("people.act.do")}</Button>}
        {data.can.sign_out && data.sessions > 0 && <Button icon="log-out" onClick={() => setOpen("signOut")}>{t("people.signOut.do")}</Button>}
        {data.can.deactivate && <Button kind="danger" onClick={() => setOpen("deactivate")}>{t("people.deactivate.do")}</Button>}
        {data.can.reactivate && <Button kind="primary" onClick={() => setOpen("reactivate")}>{t("people.reactivate.do")}</Button>}
      </PageHead>
      {again.error && <div className="mb-4"><Notice tone="bad" role="alert">{problemText(t, Problem.from(again.error))}</Notice></div>}
      {data.id === me.id && <div className="mb-4"><Notice tone="info">{t("people.yourself")}</Notice></div>}
      <div className="ogrid">
        <div className="col">
          <Roles person={data} onEdit={() => setOpen("roles")} />
          {data.is_student && may(me, "students.read") && <p className="small"><Link to="/students/$studentId" params={{ studentId: data.id }}>{t("people.record")}</Link></p>}
          {may(me, "audit.read") && <p className="small"><Link to="/audit" search={{ subject_id: data.id }}>{t("people.audit")}</Link></p>}
        </div>
        <aside className="col">
          <section className="card card-pad stack">
            <h2 className="h3">{t("people.signsIn")}</h2>
            <Facts rows={[
              [t("people.lastSeen"), data.last_sign_in_at ? format.moment(data.last_sign_in_at) : t("people.never")],
              [t("people.password"), t(data.has_password ? "people.yes" : "people.no")], [t("people.passkeys"), data.passkeys], [t("people.keys"), data.keys],
              [t("people.providers"), data.providers.join(", ") || null], [t("people.sessions"), data.sessions],
              [t("people.invitedAt"), data.invited_at && format.day(data.invited_at, true)], [t("people.since"), format.day(data.created_at, true)],
            ]} />
          </section>
        </aside>
      </div>
      {open === "roles" && <RolesDialog person={data} onClose={() => setOpen(null)} />}
      {open && open !== "roles" && <ReasonDialog act={open} name={data.full_name} needed={open === "act"} onClose={() => setOpen(null)} run={run[open]} />}
    </>
  );
}
