package org.clipspark.benchmarks.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** CLIP's merges as the {@code tokenizer.json} that Hugging Face's library reads. */
final class TokenizerJson {
    private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";
    // The reference reads this many lines behind the header of its vocabulary file.
    private static final int CLIP_MERGES = 48_894;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenizerJson() {}

    /** The JSON of a vocabulary file, plain or gzip. */
    static String of(Path vocabulary) throws IOException {
        List<String> merges;
        try (InputStream raw = Files.newInputStream(vocabulary);
                InputStream in = vocabulary.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            merges = lines.lines().skip(1).limit(CLIP_MERGES).toList();
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.set("normalizer", JSON.readTree("""
                {"type": "Sequence", "normalizers": [{"type": "NFC"},
                {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]}"""));
        ArrayNode splitters =
                root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        splitters
                .addObject()
                .put("type", "Split")
                .put("behavior", "Removed")
                .put("invert", true)
                .putObject("pattern")
                .put("Regex", WORDS);
        splitters
                .addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true);
        addModel(root, merges);
        return JSON.writeValueAsString(root);
    }

    private static void addModel(ObjectNode root, List<String> merges) {
        ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", END);
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "</w>");
        ObjectNode ids = model.putObject("vocab");
        String letters = letters();
        for (String suffix : new String[] {"", "</w>"}) {
            letters.chars().forEach(letter -> ids.put((char) letter + suffix, ids.size()));
        }
        ArrayNode list = model.putArray("merges");
        for (String merge : merges) {
            list.add(merge);
            ids.put(merge.replace(" ", ""), ids.size());
        }
        int start = ids.size();
        ids.put(START, start).put(END, start + 1);
        ArrayNode added = root.putArray("added_tokens");
        addSpecial(added, START, start);
        addSpecial(added, END, start + 1);
        ObjectNode frame = root.putObject("post_processor").put("type", "RobertaProcessing");
        frame.put("trim_offsets", false).put("add_prefix_space", false);
        frame.putArray("cls").add(START).add(start);
        frame.putArray("sep").add(END).add(start + 1);
    }

    private static void addSpecial(ArrayNode added, String text, int id) {
        added.addObject()
                .put("id", id)
                .put("content", text)
                .put("special", true)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
    }

    /** The letters that stand for the 256 bytes, in the order of their ids. */
    private static String letters() {
        StringBuilder letters = new StringBuilder();
        for (char c = '!'; c <= '\u00ff'; c++) {
            if (c <= '~' || (c >= '\u00a1' && c != '\u00ad')) {
                letters.append(c);
            }
        }
        for (char c = '\u0100'; letters.length() < 256; c++) {
            letters.append(c);
        }
        return letters.toString();
    }
}
