package org.clipspark.model.compute.cuda.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of one {@code .cu} resource with the headers that it includes put in their places, each once: the compiler needs no
 * other file.
 *
 * @param name of the resource, without its ending
 * @param text what is compiled
 */
public record KernelSource(String name, String text) {
    private static final String FOLDER = "/org/clipspark/model/compute/cuda/";
    private static final Pattern INCLUDE = Pattern.compile("\\s*#include\\s+\"([a-z0-9_]+\\.cuh)\"\\s*");

    /**
     * The kernels of that name.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static KernelSource named(String name) {
        StringBuilder text = new StringBuilder();
        append(name + ".cu", text, new HashSet<>());
        return new KernelSource(name, text.toString());
    }

    private static void append(String file, StringBuilder text, Set<String> included) {
        if (!included.add(file)) {
            return;
        }
        for (String line : read(file).lines().toList()) {
            Matcher include = INCLUDE.matcher(line);
            if (include.matches()) {
                append(include.group(1), text, included);
            } else {
                text.append(line).append('\n');
            }
        }
    }

    private static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException("No kernels " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read kernels " + FOLDER + file, e);
        }
    }

    /** SHA-256 of the text and of what else decides about the machine code, in hexadecimal digits. */
    String digest(String... others) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String other : others) {
                digest.update((other + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks SHA-256", e);
        }
    }
}
