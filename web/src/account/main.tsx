import { render } from "preact";
import { AccountPage } from "./page";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/layout.css";
import "../styles/controls.css";
import "../styles/table.css";
import "../styles/tools.css";
import "../styles/account.css";

const root = document.getElementById("app");
if (root) render(<AccountPage />, root);
