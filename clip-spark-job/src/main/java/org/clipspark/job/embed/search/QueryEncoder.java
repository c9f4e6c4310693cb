package org.clipspark.job.embed.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.embed.Encoder;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.model.input.ClipTokenizer;

/** Embeds queries by the checkpoint that embedded the images: no other one's numbers could be compared with them. */
public final class QueryEncoder implements AutoCloseable {
    private final Encoder encoder;

    private QueryEncoder(Encoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Loads the checkpoint.
     *
     * @param images that are searched
     * @param checkpoint where it is now; empty for where it was
     * @param vocabulary of the tokenizer, on a local disk; empty for where it was
     * @param threads native threads, at least 1
     * @throws IllegalArgumentException if there is no checkpoint, or one of the two is another one
     * @throws UncheckedIOException if something cannot be read
     */
    public static QueryEncoder load(SearchedImages images, String checkpoint, String vocabulary, int threads) {
        EmbeddingManifest manifest = images.manifest();
        String from =
                checkpoint.isEmpty() ? manifest.sources().getOrDefault(EmbeddingManifest.CHECKPOINT, "") : checkpoint;
        CheckpointSource source = CheckpointSource.open(from, images.hadoop());
        requireSame(images, EmbeddingIdentity.CHECKPOINT, source.contentHash(), from);
        String file =
                vocabulary.isEmpty() ? manifest.sources().getOrDefault(EmbeddingManifest.VOCABULARY, "") : vocabulary;
        ClipTokenizer tokenizer =
                ClipTokenizer.load(Path.of(file), source.model().text().tokenizerOptions());
        requireSame(images, EmbeddingIdentity.TOKENIZER, tokenizer.hash(), file);
        return new QueryEncoder(Encoder.load(source, tokenizer, 1, threads, images.hadoop()));
    }

    private static void requireSame(SearchedImages images, String what, String hash, String place) {
        if (!hash.equals(images.manifest().identity().get(what))) {
            throw new IllegalArgumentException("The " + what + " at " + place + " is not the one by which "
                    + images.folder().location() + " was made; name that one with --"
                    + (what.equals(EmbeddingIdentity.TOKENIZER) ? EmbeddingManifest.VOCABULARY : what));
        }
    }

    /** The embedding of a text of any length. */
    public EmbeddingVector text(String text) {
        return encoder.texts(List.of(encoder.tokens(text))).get(0);
    }

    /**
     * The embedding of an image file.
     *
     * @throws IllegalArgumentException if it cannot be decoded
     * @throws UncheckedIOException if it cannot be read
     */
    public EmbeddingVector image(Path file) {
        ImageOutcome outcome = new ImageDecoder(ImageBounds.DEFAULT).decode(content(file));
        if (outcome instanceof ImageOutcome.Decoded decoded) {
            float[] pixels = new float[encoder.transform().length()];
            encoder.transform().apply(decoded.image(), 0, pixels, 0);
            return encoder.images(List.of(pixels)).get(0);
        }
        String detail = outcome instanceof ImageOutcome.Rejected rejected ? rejected.detail() : "";
        throw new IllegalArgumentException("Image " + file + " cannot be decoded: " + detail);
    }

    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is allowed: the decoder then says so.
            return in.readNBytes(Math.toIntExact(ImageBounds.DEFAULT.maxBytes()) + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read image " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        encoder.close();
    }
}
