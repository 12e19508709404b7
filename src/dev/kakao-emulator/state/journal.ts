import { ENDPOINTS, type EndpointName } from './endpoint-name.js';

// A development server runs for days; tests never come near these.
const MAX_ENTRIES = 1000;

/** A request without its query, headers and body: those hold secrets. */
export interface LoggedRequest {
  readonly at: number;
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly path: string;
  /** Absent while unanswered and when the connection was cut. */
  status?: number;
}

/** What happened: calls, and what the client did wrong. */
export class Journal {
  readonly wrongdoings: string[] = [];
  readonly requests: LoggedRequest[] = [];
  readonly calls = zeroes();

  /** Notes a wrongdoing, in words that hold no secret. */
  note(wrongdoing: string): void {
    if (this.wrongdoings.length < MAX_ENTRIES)
      this.wrongdoings.push(wrongdoing);
  }

  /** Counts a call; the answer's status is written on the result later. */
  record(request: LoggedRequest): LoggedRequest {
    this.calls[request.endpoint] += 1;
    this.requests.push(request);
    if (this.requests.length > MAX_ENTRIES) this.requests.shift();
    return request;
  }

  clear(): void {
    this.wrongdoings.length = 0;
    this.requests.length = 0;
    Object.assign(this.calls, zeroes());
  }
}

function zeroes(): Record<EndpointName, number> {
  const pairs = ENDPOINTS.map((name) => [name, 0] as const);
  return Object.fromEntries(pairs) as Record<EndpointName, number>;
}
