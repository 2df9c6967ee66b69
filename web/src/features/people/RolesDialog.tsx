import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "@/shared/i18n/i18n";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { TextField } from "@/shared/form/Field";
import { useSubmit } from "@/shared/form/submit";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import { companiesForChoice, type Person, type Role, setRoles } from "./queries";
import { dayOf, endOf, invitable, ofCompany, ofDepartment } from "./roles";

interface Held {
  role: Role;
  company: string;
  department: string;
  ends: string;
}

/** Which roles somebody holds, how far each reaches, and until when. */
export function RolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [held, setHeld] = useState<Held[]>(() => person.roles.map((one) => ({ role: one.role, company: one.company?.id ?? "", department: one.department ?? "", ends: dayOf(one.ends_at) })));
  const form = useForm({ defaultValues: { reason: "", domain_reason: "" }, shouldFocusError: false });
  const companies = useQuery(companiesForChoice);
  const choices: Role[] = [...invitable.filter((one) => one !== "ADMIN" || may(me, "admins.manage") || person.roles.some((role) => role.role === one)), ...(person.is_student ? ["STUDENT" as const] : [])];
  const set = (role: Role, patch: Partial<Held>) => setHeld(held.map((one) => (one.role === role ? { ...one, ...patch } : one)));
  const submit = useSubmit(form, async ({ reason, domain_reason }) => {
    await setRoles(person.id, {
      roles: held.map((one) => ({
        role: one.role, ends_at: endOf(one.ends), company_id: ofCompany.has(one.role) && one.company ? one.company : null,
        department: ofDepartment.has(one.role) && one.department.trim() ? one.department.trim() : null,
      })),
      reason: reason.trim() || null, domain_reason: domain_reason.trim() || null,
    });
    toast(t("people.rolesSaved"));
    onClose();
  });
  return (
    <Dialog
      open wide onClose={onClose} title={t("people.rolesOf", { name: person.full_name })} sub={t("people.rolesHint")} onSubmit={() => void submit()}
      foot={<><Button onClick={onClose}>{t("action.cancel")}</Button><Button kind="primary" type="submit" busy={form.formState.isSubmitting}>{t("people.saveRoles")}</Button></>}
    >
      <ErrorSummary form={form} />
      <ul className="card-list bordered">
        {choices.map((role) => {
          const mine = held.find((one) => one.role === role);
          return (
            <li key={role} className="item item-top wrap">
              <label className="check grow"><input type="checkbox" checked={!!mine} onChange={(event) => setHeld(event.target.checked ? [...held, { role, company: "", department: "", ends: "" }] : held.filter((one) => one.role !== role))} /><span className="strong">{t(`role.${role}`)} <span className="small muted block">{t(`people.does.${role}`)}</span></span></label>
              {mine && (
                <div className="role-scope">
                  {ofCompany.has(role) && <label className="field"><span className="label">{t("people.company")}</span><select className="select" value={mine.company} onChange={(event) => set(role, { company: event.target.value })}><option value="">{t("form.choose")}</option>{(companies.data?.items ?? []).map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></label>}
                  {ofDepartment.has(role) && <label className="field"><span className="label">{t("field.department")} <span className="optional">{t("form.optional")}</span></span><input className="input" value={mine.department} onChange={(event) => set(role, { department: event.target.value })} /></label>}
                  <label className="field"><span className="label">{t("people.until")} <span className="optional">{t("form.optional")}</span></span><input className="input" type="date" value={mine.ends} onChange={(event) => set(role, { ends: event.target.value })} /></label>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <TextField form={form} name="reason" optional label={t("people.reason")} hint={t("people.reasonHint")} />
      {held.some((one) => one.role === "RECRUITER") && <TextField form={form} name="domain_reason" optional label={t("people.domainReason")} hint={t("people.domainReasonHint")} />}
    </Dialog>
  );
}
