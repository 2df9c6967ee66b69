"""The app's role, row-level security, the look-ups that need no tenant, the audit chain, and the task engine."""

from alembic import op
from procrastinate.schema import SchemaManager

from careerdesk.migrations.protection import ROLE, protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TENANT_TABLES = (
    "application_steps",
    "applications",
    "companies",
    "idempotency_keys",
    "invitations",
    "jobs",
    "memberships",
    "offers",
    "refresh_tokens",
    "saved_jobs",
    "seasons",
    "sessions",
    "stored_files",
    "students",
    "task_runs",
    "users",
)

ROLE_SQL = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN
        CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
        EXECUTE format('GRANT {ROLE} TO %I', current_user);
    END IF;
END $$;
"""

# Look-ups before an institution is known. Each answers one question and nothing more.
LOOKUPS = """
CREATE FUNCTION institution_ids() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id FROM institutions WHERE kind = 'university' ORDER BY id
$$;

CREATE FUNCTION institution_by(p_slug text, p_host text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id FROM institutions
    WHERE slug = p_slug OR (p_slug IS NULL AND p_host = ANY (hosts))
    LIMIT 1
$$;

CREATE FUNCTION identity_session(p_id uuid, p_secret bytea, p_now timestamptz)
RETURNS TABLE (
    session_id uuid, user_id uuid, institution_id uuid, full_name text, email text, seen_at timestamptz,
    roles text[], company_id uuid, department text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id, u.id, u.institution_id, u.full_name, u.email, s.seen_at,
        coalesce(array_agg(m.role ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{}'),
        (array_agg(m.company_id) FILTER (WHERE m.company_id IS NOT NULL))[1],
        (array_agg(m.department) FILTER (WHERE m.department IS NOT NULL))[1]
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    LEFT JOIN memberships m ON m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > p_now)
    WHERE (s.id = p_id OR s.secret_hash = p_secret) AND s.revoked_at IS NULL AND s.expires_at > p_now
        AND u.state = 'active'
    GROUP BY s.id, u.id
$$;

CREATE FUNCTION identity_account(p_email text)
RETURNS TABLE (user_id uuid, institution_id uuid, full_name text, password_hash text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id, institution_id, full_name, password_hash, state FROM users WHERE email = p_email
$$;

CREATE FUNCTION identity_refresh(p_hash bytea)
RETURNS TABLE (
    token_id uuid, session_id uuid, institution_id uuid, user_id uuid, expires_at timestamptz, spent_at timestamptz,
    session_ended boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT t.id, t.session_id, t.institution_id, s.user_id, t.expires_at, t.spent_at,
        s.revoked_at IS NOT NULL OR u.state <> 'active'
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
    WHERE t.token_hash = p_hash
$$;

CREATE FUNCTION identity_invitation(p_hash bytea)
RETURNS TABLE (invitation_id uuid, institution_id uuid, user_id uuid, expires_at timestamptz, accepted_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT id, institution_id, user_id, expires_at, accepted_at FROM invitations WHERE token_hash = p_hash
$$;

CREATE FUNCTION emails_elsewhere(p_emails text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT email FROM users
    WHERE email = ANY (p_emails) AND institution_id <> current_setting('app.institution')::uuid
$$;
"""

AUDIT = """
CREATE FUNCTION audit_content(p_salt bytea, p_actor_name text, p_sentence text, p_facts jsonb) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public AS $$
    SELECT sha256(p_salt || convert_to(
        jsonb_build_array(p_actor_name, p_sentence, p_facts)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_link(
    p_previous bytea, p_institution uuid, p_chain smallint, p_number bigint, p_at timestamptz, p_actor uuid, p_action text,
    p_type text, p_subject uuid, p_request text, p_content bytea
) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = public AS $$
    SELECT sha256(p_previous || p_content || convert_to(jsonb_build_array(
        p_institution, p_chain, p_number, extract(epoch FROM p_at)::numeric(20, 6), p_actor, p_action, p_type, p_subject,
        p_request)::text, 'UTF8'))
$$;

CREATE FUNCTION audit_append(p_records jsonb, p_at timestamptz, p_request text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    here uuid := current_setting('app.institution')::uuid;
    -- The chain of this connection. Another connection may share it, and then waits; none waits for all of them.
    mine smallint := pg_backend_pid() % 16;
    head audit_heads;
    entry jsonb;
    salt bytea;
    content bytea;
    link bytea;
BEGIN
    SELECT * INTO head FROM audit_heads WHERE institution_id = here AND chain = mine FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO audit_heads (institution_id, chain, number, hash)
            VALUES (here, mine, 0, sha256(uuid_send(here))) ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM audit_heads WHERE institution_id = here AND chain = mine FOR UPDATE;
    END IF;
    FOR entry IN SELECT value FROM jsonb_array_elements(p_records) LOOP
        salt := uuid_send(gen_random_uuid());
        content := audit_content(salt, entry->>'actor_name', entry->>'sentence', entry->'facts');
        link := audit_link(head.hash, here, mine, head.number + 1, p_at, (entry->>'actor_id')::uuid, entry->>'action',
            entry->>'subject_type', (entry->>'subject_id')::uuid, p_request, content);
        INSERT INTO audit_records (id, institution_id, chain, number, at, actor_id, actor_name, action, subject_type,
            subject_id, sentence, facts, request_id, salt, content_hash, previous_hash, hash)
        VALUES ((entry->>'id')::uuid, here, mine, head.number + 1, p_at, (entry->>'actor_id')::uuid, entry->>'actor_name',
            entry->>'action', entry->>'subject_type', (entry->>'subject_id')::uuid, entry->>'sentence',
            entry->'facts', p_request, salt, content, head.hash, link);
        head.number := head.number + 1;
        head.hash := link;
    END LOOP;
    UPDATE audit_heads SET number = head.number, hash = head.hash WHERE institution_id = here AND chain = mine;
    RETURN head.number;
END $$;

CREATE FUNCTION audit_broken() RETURNS text
LANGUAGE sql STABLE SET search_path = public AS $$
    WITH records AS (
        SELECT *, lag(hash, 1, sha256(uuid_send(institution_id))) OVER (PARTITION BY chain ORDER BY number) AS before,
            row_number() OVER (PARTITION BY chain ORDER BY number) AS place
        FROM audit_records
    ), ends AS (
        SELECT chain, count(*) AS number, (array_agg(hash ORDER BY number DESC))[1] AS hash FROM audit_records GROUP BY chain
    )
    SELECT chain || '.' || number FROM (
        SELECT chain, number FROM records
        WHERE previous_hash <> before OR number <> place
            OR hash <> audit_link(previous_hash, institution_id, chain, number, at, actor_id, action, subject_type,
                subject_id, request_id, content_hash)
            OR (salt IS NOT NULL AND content_hash <> audit_content(salt, actor_name, sentence, facts))
        UNION ALL
        SELECT h.chain, h.number + 1 FROM audit_heads h LEFT JOIN ends e USING (chain)
        WHERE h.number > 0 AND (e.number IS DISTINCT FROM h.number OR e.hash IS DISTINCT FROM h.hash)
        UNION ALL
        SELECT e.chain, 1 FROM ends e WHERE NOT EXISTS (SELECT FROM audit_heads h WHERE h.chain = e.chain)
    ) AS wrong
    ORDER BY chain, number LIMIT 1
$$;
"""

FUNCTIONS = (
    "institution_ids()",
    "institution_by(text, text)",
    "identity_session(uuid, bytea, timestamptz)",
    "identity_account(text)",
    "identity_refresh(bytea)",
    "identity_invitation(bytea)",
    "emails_elsewhere(text[])",
    "audit_append(jsonb, timestamptz, text)",
    "audit_broken()",
    "audit_content(bytea, text, text, jsonb)",
    "audit_link(bytea, uuid, smallint, bigint, timestamptz, uuid, text, text, uuid, text, bytea)",
)


def upgrade() -> None:
    op.execute(ROLE_SQL)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
    for table in TENANT_TABLES:
        protect(table)
    protect("institutions", column="id", rights="SELECT, UPDATE")
    protect("audit_records", rights="SELECT")
    protect("audit_heads", rights="SELECT")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_counters TO {ROLE}")
    op.execute(f"GRANT SELECT ON alembic_version TO {ROLE}")  # readiness compares it
    op.execute(LOOKUPS)
    op.execute(AUDIT)
    for function in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {ROLE}")
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    # NOTIFY takes a lock of the whole database at commit, so that every enqueueing transaction would wait for the disk
    # to have written the one before. Workers look twice a second instead.
    op.execute("ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1")
    op.execute(f"""
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%'
            LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO {ROLE}', one.tablename); END LOOP;
            FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
                AND sequencename LIKE 'procrastinate%'
            LOOP EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO {ROLE}', one.sequencename); END LOOP;
        END $$
    """)


def downgrade() -> None:
    op.execute("""
        DO $$ DECLARE one record; BEGIN
            FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'procrastinate%'
            LOOP EXECUTE format('DROP TABLE %I CASCADE', one.tablename); END LOOP;
            FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate%'
            LOOP EXECUTE format('DROP FUNCTION %s CASCADE', one.name); END LOOP;
            FOR one IN SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE n.nspname = 'public' AND t.typname LIKE 'procrastinate%'
            LOOP EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', one.typname); END LOOP;
        END $$
    """)
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    for table in (*TENANT_TABLES, "institutions", "audit_records", "audit_heads"):
        op.execute(f"DROP POLICY {table}_institution ON {table}")
        op.execute(f"DROP POLICY {table}_owner ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"REVOKE ALL ON {table} FROM {ROLE}")
    op.execute(f"REVOKE ALL ON attempt_counters FROM {ROLE}")
    op.execute(f"REVOKE ALL ON alembic_version FROM {ROLE}")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {ROLE}")
