package dev.secretsync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A real, bare Git repository made of folders: each becomes one commit on top of the last. */
final class CaseRepository {
  private static final PersonIdent SOMEBODY =
      new PersonIdent("Somebody", "somebody@example.com", Instant.EPOCH, ZoneOffset.UTC);

  /** One commit: its ids, and the blob id of every file. */
  record Commit(String id, String tree, SortedMap<String, String> blobs) {}

  private CaseRepository() {}

  static Commit commit(Path repository, SortedMap<String, byte[]> files) throws IOException {
    try (Repository git = open(repository);
        ObjectInserter inserter = git.newObjectInserter()) {
      SortedMap<String, String> blobs = new TreeMap<>();
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (String path : files.keySet()) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, files.get(path));
        blobs.put(path, blob.name());
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(blob);
        builder.add(entry);
      }
      builder.finish();
      ObjectId tree = index.writeTree(inserter);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setParentIds(Optional.ofNullable(git.resolve(Constants.HEAD)).stream().toList());
      commit.setAuthor(SOMEBODY);
      commit.setCommitter(SOMEBODY);
      commit.setMessage("declare");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate head = git.updateRef(Constants.HEAD);
      head.setNewObjectId(id);
      head.update();
      return new Commit(id.name(), tree.name(), blobs);
    }
  }

  private static Repository open(Path folder) throws IOException {
    Repository git =
        new FileRepositoryBuilder().setBare().setGitDir(folder.toFile()).setup().build();
    if (!Files.exists(folder.resolve(Constants.HEAD))) {
      git.create(true);
    }
    return git;
  }

  /** The files below a folder, by path with {@code /}. */
  static SortedMap<String, byte[]> files(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> regular = found.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
