// Behaviour of every page. Each module finds its own elements; a page without script works too.
import { chosenRows } from "./chosen.js";
import { focusErrors } from "./errors.js";
import { dialogs } from "./dialogs.js";
import { filterLists } from "./filter-list.js";
import { keepTyped } from "./keep-typed.js";
import { noteOpened } from "./opened.js";
import { followProgress } from "./progress.js";
import { onlyIf } from "./only-if.js";
import { rows } from "./rows.js";
import { screens } from "./screen.js";
import { sortables } from "./sortable.js";
import { submitOnce } from "./submit-once.js";
import { suggestions } from "./suggest.js";

suggestions(document);
filterLists(document);
dialogs(document);
submitOnce(document);
focusErrors(document);
keepTyped(document);
noteOpened(document);
followProgress(document);
rows(document);
screens(document);
sortables(document);
chosenRows(document);
onlyIf(document);
