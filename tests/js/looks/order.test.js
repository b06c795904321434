import assert from "node:assert/strict";
import test from "node:test";

import { orderAfter } from "../../../static/js/looks/order.js";

test("above the first is before it", () => assert.equal(orderAfter([10, 20], 3), 0));
test("between two is before the second", () => assert.equal(orderAfter([10, 20], 15), 1));
test("below the last is at the end", () => assert.equal(orderAfter([10, 20], 99), 2));
test("alone there is one place", () => assert.equal(orderAfter([], 99), 0));
