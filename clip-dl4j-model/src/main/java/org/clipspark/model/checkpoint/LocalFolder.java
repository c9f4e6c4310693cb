package org.clipspark.model.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A checkpoint in a folder of the local file system. */
final class LocalFolder implements CheckpointFiles {
    private final Path folder;
    private final Path part;

    LocalFolder(Path folder) {
        this.folder = folder;
        Path name = folder.toAbsolutePath().normalize().getFileName();
        if (name == null) {
            throw new IllegalArgumentException("A checkpoint needs a folder of its own, got " + folder);
        }
        this.part = folder.resolveSibling("." + name + ".part");
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public long length(String name) throws IOException {
        return Files.size(folder.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public OutputStream create(String name) throws IOException {
        refuseToReplace();
        Files.createDirectories(part);
        FileChannel channel = FileChannel.open(
                part.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        return new SyncedOutput(channel);
    }

    // A rename can reach the disk before the data do; a crash would then leave a whole-looking, empty checkpoint.
    private static final class SyncedOutput extends FilterOutputStream {
        private final FileChannel channel;

        private SyncedOutput(FileChannel channel) {
            super(Channels.newOutputStream(channel));
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.force(true);
            }
            super.close();
        }
    }

    @Override
    public void commit() throws IOException {
        refuseToReplace();
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private void refuseToReplace() throws IOException {
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder.toString(), null, "a checkpoint is never overwritten");
        }
    }

    @Override
    public void discard() throws IOException {
        if (!Files.isDirectory(part)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
            for (Path file : files) {
                Files.delete(Objects.requireNonNull(file));
            }
        }
        Files.delete(part);
    }
}
