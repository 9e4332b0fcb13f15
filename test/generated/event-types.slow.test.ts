import { describe } from "vitest";
import { testEventTypes } from "./event-handlers.js";

describe.each(["typescript", "typescript-6"] as const)("by %s", testEventTypes);
