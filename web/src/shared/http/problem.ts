/** One field the server could not accept; `pointer` is a JSON Pointer into the body that was sent. */
export interface FieldProblem {
  pointer: string;
  code: string;
  message: string;
}

export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  request_id?: string;
  errors?: FieldProblem[];
  [extra: string]: unknown;
}

/** What browsers say where nothing came over the network; a mistake in the code is a TypeError too. */
const unreached = /^(?:failed to fetch|networkerror|network request|load failed|error loading|importing a module|the network|the internet)/iu;

/** Any answer that is not a success: `status` 0 means that no answer came at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];
  readonly body: ProblemBody;
  /** Seconds after which to try again, where the server says so. */
  readonly retryAfter: number;

  constructor(status: number, body: ProblemBody, requestId: string | null, retryAfter: string | null = null) {
    super(body.detail ?? body.title ?? "");
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? (status === 0 ? "offline" : "unknown");
    this.requestId = body.request_id ?? requestId;
    this.fields = body.errors ?? [];
    this.body = body;
    this.retryAfter = Number(retryAfter ?? 0);
  }

  static from(error: unknown): Problem {
    if (error instanceof Problem) return error;
    return new Problem(0, { code: error instanceof TypeError && unreached.test(error.message) ? "offline" : "broken" }, null);
  }
}
