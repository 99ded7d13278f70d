package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Reads the YAML files below a folder of one tree object. Nothing of the work tree, the index or
 * the repository's configuration has a say in it (security.md G1, G2).
 */
final class CommitFiles {
  /** How much of a file over the limit is searched for a word of ours. */
  private static final int SEARCHED = 64 << 20;

  /** A longer link is not followed to see where it leads. */
  private static final int LINK = 4096;

  private static final int MAX_DEPTH = 256;

  private final ObjectReader reader;
  private final ObjectId root;
  private final FileIntake intake;

  private record Folder(String path, ObjectId id, int depth) {}

  CommitFiles(ObjectReader reader, ObjectId root, FileIntake intake) {
    this.reader = reader;
    this.root = root;
    this.intake = intake;
  }

  /** Reads everything below {@code folder}, whose tree is {@code id}. */
  void read(String folder, ObjectId id) throws IOException {
    Deque<Folder> open = new ArrayDeque<>();
    open.push(new Folder(folder, id, 0));
    while (!open.isEmpty() && !intake.isFull()) {
      Folder next = open.pop();
      CanonicalTreeParser entries = new CanonicalTreeParser(new byte[0], reader, next.id());
      for (; !entries.eof(); entries.next()) {
        entry(next, entries, open);
      }
    }
  }

  /** Reads the {@code .sops.yaml} of every folder that {@code folder} lies in. */
  void readSopsConfigsAbove(String folder) throws IOException {
    for (String above : FileIntake.foldersAbove(folder)) {
      String path = above + FileIntake.SOPS_CONFIG;
      try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
        if (walk != null) {
          sopsConfig(path, walk.getFileMode(), walk.getObjectId(0));
        }
      }
    }
  }

  private void sopsConfig(String path, FileMode mode, ObjectId id) throws IOException {
    if (!mode.equals(FileMode.TREE) && !mode.equals(FileMode.GITLINK)) {
      byte[] content = beginning(reader.open(id, Constants.OBJ_BLOB), FileIntake.MAX_FILE + 1);
      intake.takeSopsConfig(path, id.name(), content);
    }
  }

  private void entry(Folder folder, CanonicalTreeParser entry, Deque<Folder> open)
      throws IOException {
    Optional<String> decoded =
        SafePath.utf8(entry.getEntryPathBuffer(), entry.getNameOffset(), entry.getNameLength());
    String name =
        decoded.orElseGet(() ->
            new String(
                entry.getEntryPathBuffer(),
                entry.getNameOffset(),
                entry.getNameLength(),
                StandardCharsets.ISO_8859_1));
    String path = folder.path().isEmpty() ? name : folder.path() + "/" + name;
    FileMode mode = entry.getEntryFileMode();
    boolean tree = mode.equals(FileMode.TREE);
    if (FileIntake.isSopsConfig(name)) {
      sopsConfig(path, mode, entry.getEntryObjectId());
    }
    if (!tree && !FileIntake.isRelevant(name) && SafePath.refusal(name).isEmpty()) {
      irrelevant(path, mode, entry.getEntryObjectId());
      return;
    }
    if (decoded.isEmpty()) {
      intake.refuse(Code.UNSAFE_PATH, path, "a name that is not UTF-8", "rename it");
    } else if (intake.isSafe(path, name)) {
      if (!tree) {
        file(path, mode, entry.getEntryObjectId());
      } else if (folder.depth() < MAX_DEPTH) {
        open.push(new Folder(path, entry.getEntryObjectId(), folder.depth() + 1));
      } else {
        intake.refuse(Code.UNSAFE_PATH, path, "folders nested too deep", "move them up");
      }
    }
  }

  private void file(String path, FileMode mode, ObjectId id) throws IOException {
    if (mode.equals(FileMode.SYMLINK)) {
      intake.refuse(Code.NOT_A_FILE, path, "a symbolic link", "put the file itself in its place");
    } else if (mode.equals(FileMode.GITLINK)) {
      submodule(path);
    } else {
      ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
      if (loader.getSize() > FileIntake.MAX_FILE) {
        intake.tooLarge(path, beginning(loader, SEARCHED));
      } else {
        intake.take(path, id.name(), loader.getBytes());
      }
    }
  }

  private void irrelevant(String path, FileMode mode, ObjectId id) throws IOException {
    if (mode.equals(FileMode.GITLINK)) {
      submodule(path);
    } else if (mode.equals(FileMode.SYMLINK) && leadsToFolder(path, id)) {
      intake.warn(
          Code.NOT_A_FILE,
          path,
          "a symbolic link that is not followed",
          "declarations behind it are not read; put the files themselves here");
    }
  }

  private void submodule(String path) {
    intake.warn(
        Code.NOT_A_FILE,
        path,
        "a submodule, which is not read",
        "declarations in it are not part of this repository");
  }

  /** Whether the link's target is a folder of the commit, or lies outside of the repository. */
  private boolean leadsToFolder(String path, ObjectId id) throws IOException {
    ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
    if (loader.getSize() > LINK) {
      return true;
    }
    Optional<String> inside = resolve(path, new String(loader.getBytes(), StandardCharsets.UTF_8));
    if (inside.isEmpty() || inside.get().isEmpty()) {
      return true;
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, inside.get(), root)) {
      return walk != null && walk.isSubtree();
    }
  }

  private static Optional<String> resolve(String link, String target) {
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    int slash = link.lastIndexOf('/');
    String from = slash < 0 ? "" : link.substring(0, slash + 1);
    for (String part : (from + target).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  private static byte[] beginning(ObjectLoader loader, int limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = loader.openStream()) {
      out.write(in.readNBytes(limit));
    }
    return out.toByteArray();
  }
}
