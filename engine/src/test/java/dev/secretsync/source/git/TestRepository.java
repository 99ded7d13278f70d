package dev.secretsync.source.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A real repository whose trees are written object by object, so that they can hold anything. */
final class TestRepository implements AutoCloseable {
  private static final PersonIdent SOMEBODY =
      new PersonIdent(
          "Somebody", "somebody@example.com", java.time.Instant.EPOCH, java.time.ZoneOffset.UTC);

  final Path folder;
  final Repository repository;

  /** An entry of a tree; {@code name} may be any bytes. */
  record Entry(String name, FileMode mode, ObjectId id) {}

  private TestRepository(Path folder, Repository repository) {
    this.folder = folder;
    this.repository = repository;
  }

  static TestRepository create(Path folder) {
    SilentSystemReader.install();
    try {
      Repository repository =
          new FileRepositoryBuilder()
              .setGitDir(folder.resolve(".git").toFile())
              .setWorkTree(folder.toFile())
              .build();
      repository.create();
      return new TestRepository(folder, repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Entry file(String name, String text) {
    return new Entry(name, FileMode.REGULAR_FILE, blob(text.getBytes(StandardCharsets.UTF_8)));
  }

  Entry file(String name, byte[] content) {
    return new Entry(name, FileMode.REGULAR_FILE, blob(content));
  }

  Entry link(String name, String target) {
    return new Entry(name, FileMode.SYMLINK, blob(target.getBytes(StandardCharsets.UTF_8)));
  }

  Entry submodule(String name) {
    return new Entry(name, FileMode.GITLINK, ObjectId.fromString("1".repeat(40)));
  }

  Entry folder(String name, Entry... entries) {
    return new Entry(name, FileMode.TREE, tree(entries));
  }

  private ObjectId blob(byte[] content) {
    return insert(Constants.OBJ_BLOB, content);
  }

  /** A raw tree, sorted as Git does, whatever the names are. */
  private ObjectId tree(Entry... entries) {
    List<Entry> sorted = new ArrayList<>(Arrays.asList(entries));
    sorted.sort(
        java.util.Comparator.comparing(
            e -> e.mode().equals(FileMode.TREE) ? e.name() + "/" : e.name()));
    java.io.ByteArrayOutputStream raw = new java.io.ByteArrayOutputStream();
    for (Entry entry : sorted) {
      byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
      entry.id().copyRawTo(id, 0);
      raw.writeBytes((entry.mode() + " " + entry.name() + "\0").getBytes(StandardCharsets.UTF_8));
      raw.writeBytes(id);
    }
    return insert(Constants.OBJ_TREE, raw.toByteArray());
  }

  private ObjectId insert(int type, byte[] content) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, content);
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a commit on top of HEAD and moves HEAD to it. */
  String commit(Entry... entries) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(entries));
      ObjectId head = repository.resolve(Constants.HEAD);
      if (head != null) {
        commit.setParentId(head);
      }
      commit.setAuthor(SOMEBODY);
      commit.setCommitter(SOMEBODY);
      commit.setMessage("change");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(Constants.HEAD);
      update.setNewObjectId(id);
      update.forceUpdate();
      return id.name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of the work tree. */
  void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    repository.close();
  }
}
