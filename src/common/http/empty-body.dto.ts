/** The body of a route that needs none: it may be absent or `{}`, and what stands in it is refused. */
export class EmptyBodyDto {}
