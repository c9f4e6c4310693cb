package org.clipspark.model.input;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The tokens and merges of a vocabulary. A token's id is its place: bytes, bytes that end a word, merges in order. */
final class BytePairVocabulary {
    /** Ids below this one are single bytes. */
    static final int BYTES = 256;
    /** Tokens that every vocabulary has, the two special ones not counted. */
    static final int FIRST_MERGE = 2 * BYTES;

    private static final String END_OF_WORD = "</w>";

    private final List<byte[]> tokens = new ArrayList<>();
    private final List<Boolean> ends = new ArrayList<>();
    private final PairRanks ranks;
    private final String hash;

    private BytePairVocabulary(List<String> merges) throws IOException {
        Map<String, Integer> ids = new HashMap<>(4 * merges.size() + 4 * FIRST_MERGE);
        for (int id = 0; id < FIRST_MERGE; id++) {
            addToken(new byte[] {(byte) ByteAlphabet.byteOf(id % BYTES)}, id >= BYTES);
            ids.put(textOfByte(id), id);
        }
        ranks = new PairRanks(merges.size());
        MessageDigest digest = sha256();
        for (int i = 0; i < merges.size(); i++) {
            addMerge(merges.get(i), i, ids);
            digest.update((merges.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        hash = HexFormat.of().formatHex(digest.digest());
    }

    /** A vocabulary from its file. */
    static BytePairVocabulary read(Path file) {
        try (BufferedReader lines = VocabularyFile.open(file)) {
            return new BytePairVocabulary(VocabularyFile.readMerges(lines));
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new UncheckedIOException("Cannot read vocabulary " + file + ": " + reason, e);
        }
    }

    /** Text, as in a file, of one of the tokens that every vocabulary has. */
    static String textOfByte(int id) {
        return ByteAlphabet.letterOf(id % BYTES) + (id >= BYTES ? END_OF_WORD : "");
    }

    private void addMerge(String line, int index, Map<String, Integer> ids) throws IOException {
        int space = line.indexOf(' ');
        Integer left = space < 0 ? null : ids.get(line.substring(0, space));
        Integer right = space < 0 ? null : ids.get(line.substring(space + 1));
        if (left == null || right == null || ends.get(left)) {
            throw new IOException("line " + (index + 2) + " is no merge of two earlier tokens: '" + shown(line) + "'");
        }
        int id = FIRST_MERGE + index;
        if (ids.putIfAbsent(line.substring(0, space) + line.substring(space + 1), id) != null) {
            throw new IOException("line " + (index + 2) + " makes a token that exists: '" + shown(line) + "'");
        }
        ranks.put(left, right, id);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tokens.get(left));
        bytes.write(tokens.get(right));
        addToken(bytes.toByteArray(), ends.get(right));
    }

    private void addToken(byte[] bytes, boolean end) {
        tokens.add(bytes);
        ends.add(end);
    }

    private static String shown(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    int size() {
        return tokens.size() + 2;
    }

    int start() {
        return tokens.size();
    }

    int end() {
        return tokens.size() + 1;
    }

    PairRanks ranks() {
        return ranks;
    }

    String hash() {
        return hash;
    }

    byte[] bytes(int id) {
        return tokens.get(id);
    }

    boolean endsWord(int id) {
        return ends.get(id);
    }
}
