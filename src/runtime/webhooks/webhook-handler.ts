import { ConfigurationError } from "../errors.js";

/** An event of which only the type is known for certain: one that has no handler, or is newer than the contract. */
export interface UnknownWebhookEvent<Type extends string = string> {
  /** The name of the event, for example `dispute.created`. */
  readonly type: Type;
  /** What the event is about; look before you read it. */
  readonly data: unknown;
  /** Whatever else the sender wrote. */
  readonly [name: string]: unknown;
}

/** The event of a name: of a name that `EventMap` does not have, no more than that name is known. */
type EventNamed<EventMap extends object, Type extends string> = Type extends keyof EventMap
  ? EventMap[Type]
  : UnknownWebhookEvent<Type>;

/** What became of an event. `ignored`: there was no handler for it and no fallback. */
export type DispatchResult = "handled" | "fallback" | "ignored";

/** Stands in the way of `exhaustive()` while events have no handler; `Types` names them. */
export interface MissingHandlers<Types> {
  /** Shows in the error of the compiler which events have no handler; never there while the program runs. */
  readonly [missing]: Types;
}

/** Nobody can make one. */
declare const missing: unique symbol;

/** Any name. An editor suggests those of `EventMap`. */
type EventName<EventMap extends object> = (keyof EventMap & string) | (string & {});

/** No name that has a handler already. */
type Unhandled<Type extends string, Handled> = Type extends Handled ? never : Type;

/** No type where a name is known at run time only: nobody can say which event then has a handler. */
type Literal<Type extends string> = string extends Type ? never : Type;

/** One handler for each event type. Made once, used for any number of deliveries. */
export class WebhookHandler<EventMap extends object, Context = void, Handled extends string = never> {
  readonly #handlers = new Map<string, (event: never, context: Context) => unknown>();
  #fallback: ((event: UnknownWebhookEvent, context: Context) => unknown) | undefined;

  /**
   * Names the handler of one event type, or of several. A name that `EventMap` does not have is taken as well, for an event that is
   * newer than the contract: its handler gets an `UnknownWebhookEvent`.
   *
   * @throws ConfigurationError when a type has a handler already
   */
  on<Type extends EventName<EventMap>>(
    types: Unhandled<Type, Handled> | readonly Unhandled<Type, Handled>[],
    handler: (event: EventNamed<EventMap, Type>, context: Context) => unknown,
  ): WebhookHandler<EventMap, Context, Handled | Literal<Type>> {
    for (const type of typeof types === "string" ? [types] : types) {
      if (this.#handlers.has(type)) throw new ConfigurationError(`"${type}" has two handlers`);
      this.#handlers.set(type, handler);
    }
    return this as WebhookHandler<EventMap, Context, never>;
  }

  /** Names the handler of all other events. */
  fallback(handler: (event: UnknownWebhookEvent, context: Context) => unknown): this {
    this.#fallback = handler;
    return this;
  }

  /** Does nothing, but compiles only when each event of the contract has a handler: so a new event shows up in your build. */
  exhaustive(
    ..._unhandled: [Exclude<keyof EventMap, Handled>] extends [never]
      ? []
      : [unhandled: MissingHandlers<Exclude<keyof EventMap, Handled>>]
  ): this {
    return this;
  }

  /**
   * Hands the event to its handler and waits for it; what the handler throws comes out, so that the delivery can be
   * reported as failed and is sent again. The event is taken as it is: verify it first.
   */
  async dispatch(event: { readonly type: string }, context: Context): Promise<DispatchResult> {
    const handler = this.#handlers.get(event.type);
    await (handler ?? this.#fallback)?.(event as never, context);
    return handler ? "handled" : this.#fallback ? "fallback" : "ignored";
  }
}

/** A handler for the events of `EventMap`, for example `createWebhookHandler<WebhookEventMap>()`. */
export function createWebhookHandler<EventMap extends object, Context = void>(): WebhookHandler<EventMap, Context> {
  return new WebhookHandler();
}
