import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import template from "string-template";

export const handler = withDurableExecution(async (event, context) => context.invoke("step", template(process.env.STEP), event));
