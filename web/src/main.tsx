import { render } from "preact";
import { App } from "./app";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/table.css";
import "./styles/map.css";
import "./styles/strip.css";
import "./styles/sheet.css";
import "./styles/tools.css";
import "./styles/mobility.css";
import "./styles/projects.css";
import "./styles/phone.css";
import "./styles/print.css";

const root = document.getElementById("app");
if (root) render(<App />, root);
