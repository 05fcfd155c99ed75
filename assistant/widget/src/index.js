import { TilskuddsVeileder } from "./element.js";
import { embed, serviceOf } from "./embed.js";

// Read now: it is known only while the script itself runs. A module script has none, and puts nothing on the page.
const script = document.currentScript;

TilskuddsVeileder.service = serviceOf(script);
if (!customElements.get("tilskudds-veileder")) customElements.define("tilskudds-veileder", TilskuddsVeileder);
if (script) embed(script);
