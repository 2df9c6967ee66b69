import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import type { TableColumn } from "@/shared/table/DataTable";
import type { Filter } from "@/shared/table/FilterMenu";
import { ListFrame } from "@/shared/table/ListFrame";
import { pageOf, useUrlState } from "@/shared/table/url-state";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { PageHead, usePage } from "@/shared/ui/page";
import { InviteDialog } from "./InviteDialog";
import { peopleCsv, peopleQuery, type PersonItem } from "./queries";
import { invitable } from "./roles";
import { StateTag } from "./StateTag";

const states = ["active", "invited", "inactive"] as const;

/** Who works here and who recruits here. */
export function PeoplePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const [state, change] = useUrlState();
  const [inviting, setInviting] = useState(false);
  const asked = { q: state["q"], role: state["role"], state: state["state"], ends_soon: state["ends_soon"], staff: state["role"] === "STUDENT" ? null : true };
  const list = useQuery({ ...peopleQuery({ ...asked, sort: state["sort"] ?? "full_name", page: pageOf(state), limit: 25 }), placeholderData: keepPreviousData });
  const { data } = list;
  usePage(t("nav.people"));
  const filters: Filter[] = [
    { name: "role", label: t("people.role"), options: invitable.map((value) => ({ value, label: t(`role.${value}`) })), words: (value) => t(`role.${value}`) },
    { name: "state", label: t("people.stateLabel"), options: states.map((value) => ({ value, label: t(`people.state.${value}`) })), words: (value) => t(`people.state.${value}`) },
    { name: "ends_soon", label: t("people.endsSoon"), options: [{ value: "true", label: t("people.within") }], words: () => t("people.endsSoon") },
  ];
  const table: TableColumn<PersonItem>[] = [
    { key: "name", label: t("field.full_name"), sort: "full_name", card: "title", cell: (one) => <Link to="/people/$userId" params={{ userId: one.id }} className="name">{one.full_name}</Link> },
    { key: "email", label: t("field.email"), sort: "email", cell: (one) => one.email },
    { key: "role", label: t("people.role"), cell: (one) => one.roles.map((held) => t(`role.${held.role}`)).join(", ") || "·" },
    { key: "company", label: t("people.belongs"), cell: (one) => one.roles.map((held) => held.company?.name ?? held.department).filter(Boolean).join(", ") || "·" },
    { key: "state", label: t("people.stateLabel"), card: "tag", cell: (one) => <StateTag state={one.state} /> },
    { key: "seen", label: t("people.lastSeen"), num: true, sort: "last_sign_in_at", downFirst: true, cell: (one) => one.last_sign_in_at ? format.day(one.last_sign_in_at, true) : t("people.never") },
  ];
  return (
    <>
      <PageHead answer={data ? t("people.answer", { count: data.total }) : t("nav.people")} rest={data ? t("people.rest") : undefined}>
        {may(me, "users.invite") && <Button kind="primary" icon="plus" onClick={() => setInviting(true)}>{t("people.invite")}</Button>}
      </PageHead>
      <ListFrame
        list="people" what={t("nav.people")} query={list} columns={table} rowId={(one) => one.id} rowName={(one) => one.full_name} state={state} change={change} defaultSort="full_name"
        search={t("people.search")} filters={filters} csv={peopleCsv(asked)} first={<Empty icon="users" title={t("people.none")} />}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
