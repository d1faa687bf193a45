// GOV.UK Frontend's own behaviour (error summaries take the focus, passwords can be shown ...).
import { initAll } from "../vendor/govuk-frontend.min.js";

initAll();
