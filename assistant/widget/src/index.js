import { TilskuddsVeileder } from "./element.js";

if (!customElements.get("tilskudds-veileder")) customElements.define("tilskudds-veileder", TilskuddsVeileder);
