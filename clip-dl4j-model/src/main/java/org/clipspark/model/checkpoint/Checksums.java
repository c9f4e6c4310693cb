package org.clipspark.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The list of a checkpoint's files with size and SHA-256, which is written last and makes the checkpoint whole. */
final class Checksums {
    /** Name of the list. */
    static final String FILE = "checksums.json";

    private static final int MAXIMUM_BYTES = 1 << 20;
    private static final int SLICE_BYTES = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Sum> sums;

    private Checksums(Map<String, Sum> sums) {
        this.sums = sums;
    }

    private record Sum(long bytes, String sha256) {}

    /** Writes the content of a file. */
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** An empty list, to be filled by {@link #create}. */
    static Checksums empty() {
        return new Checksums(new LinkedHashMap<>());
    }

    /** The list of a written checkpoint. */
    static Checksums read(CheckpointFiles files) throws IOException {
        byte[] text;
        try (InputStream in = files.open(FILE)) {
            text = in.readNBytes(MAXIMUM_BYTES + 1);
        }
        JsonNode list = text.length > MAXIMUM_BYTES
                ? JSON.nullNode()
                : JSON.readTree(text).path("files");
        if (!list.isObject()) {
            throw new IOException(FILE + " is damaged");
        }
        Checksums checksums = empty();
        for (Iterator<Map.Entry<String, JsonNode>> fields = list.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode bytes = field.getValue().path("bytes");
            JsonNode sha256 = field.getValue().path("sha256");
            if (!NAME.matcher(field.getKey()).matches() || !bytes.canConvertToLong() || !sha256.isTextual()) {
                throw new IOException(FILE + " is damaged");
            }
            checksums.sums.put(field.getKey(), new Sum(bytes.asLong(), sha256.asText()));
        }
        return checksums;
    }

    /** Names of the listed files. */
    Set<String> names() {
        return sums.keySet();
    }

    /** Creates a file and adds it to the list. */
    void create(CheckpointFiles files, String name, Content content) throws IOException {
        MessageDigest digest = sha256();
        long[] bytes = {0};
        OutputStream file = files.create(name);
        try (OutputStream out = new BufferedOutputStream(new DigestOutputStream(file, digest), SLICE_BYTES)) {
            content.write(new CountingOutput(out, bytes));
        }
        sums.put(name, new Sum(bytes[0], HexFormat.of().formatHex(digest.digest())));
    }

    private static final class CountingOutput extends OutputStream {
        private final OutputStream out;
        private final long[] bytes;

        private CountingOutput(OutputStream out, long[] bytes) {
            this.out = out;
            this.bytes = bytes;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            bytes[0]++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            bytes[0] += length;
        }
    }

    /** Writes the list itself. */
    void write(CheckpointFiles files) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode list = root.putObject("files");
        sums.forEach(
                (name, sum) -> list.putObject(name).put("bytes", sum.bytes()).put("sha256", sum.sha256()));
        try (OutputStream out = files.create(FILE)) {
            out.write(root.toPrettyString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Compares a file with the list. */
    void verify(CheckpointFiles files, String name) throws IOException {
        Sum sum = sums.get(name);
        if (sum == null) {
            throw new IOException(FILE + " does not list " + name);
        }
        long bytes = files.length(name);
        if (bytes != sum.bytes()) {
            throw new IOException(name + " is damaged: " + bytes + " bytes, written were " + sum.bytes());
        }
        MessageDigest digest = sha256();
        byte[] slice = new byte[(int) Math.min(SLICE_BYTES, bytes + 1)];
        try (InputStream in = files.open(name)) {
            for (int count = in.read(slice); count >= 0; count = in.read(slice)) {
                digest.update(slice, 0, count);
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sum.sha256())) {
            throw new IOException(name + " is damaged: its SHA-256 is not the one that was written");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
