import { describeMutations } from "./describe-mutations.js";
import { halves } from "./table.js";

describeMutations(halves[1]);
