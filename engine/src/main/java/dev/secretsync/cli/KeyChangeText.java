package dev.secretsync.cli;

import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.files.KeyChange;
import dev.secretsync.files.Rekeying;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.List;

/** What becomes of the keys of a file, for people. Recipients are public. */
final class KeyChangeText {
  private final PrintWriter out;

  KeyChangeText(Invocation invocation) {
    out = invocation.out();
  }

  void write(Rekeying.Planned planned) {
    KeyChange change = planned.change();
    out.println(Shown.name(planned.name()));
    boolean several = change.groups().size() > 1;
    for (int i = 0; i < change.groups().size(); i++) {
      KeyChange.Group group = change.groups().get(i);
      if (several && !(group.added().isEmpty() && group.removed().isEmpty())) {
        out.println("  key group " + (i + 1));
      }
      keys("+", group.added());
      keys("-", group.removed());
    }
    if (change.neededBefore() != change.neededAfter()) {
      out.println(
          "  groups needed to open it: " + change.neededBefore() + " -> " + change.neededAfter());
    }
    out.println("  data key: " + (planned.newDataKey() ? "new" : "kept"));
    out.flush();
  }

  void upToDate(Rekeying.Planned planned) {
    out.println(Shown.name(planned.name()) + ": already up to date");
    out.flush();
  }

  private void keys(String sign, List<MasterKey> keys) {
    keys.forEach(key -> out.println("  " + sign + " " + Shown.name(key.text())));
  }
}
