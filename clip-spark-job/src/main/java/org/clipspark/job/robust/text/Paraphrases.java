package org.clipspark.job.robust.text;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** English sentences that say what a picture shows. */
final class Paraphrases {
    private static final String SUBJECT = "{s}";
    private static final List<String> SENTENCES = List.of(
            "this picture shows {s}.",
            "here you can see {s}.",
            "in this image there is {s}.",
            "what we see here is {s}.",
            "{s}, as seen in a photograph.",
            "a snapshot showing {s}.",
            "the subject of this shot is {s}.",
            "a camera captured {s}.",
            "depicted here: {s}.",
            "somebody took a picture of {s}.",
            "the photograph was taken of {s}.",
            "look, {s}!");
    // "a photo of", "an image of", "a close-up picture of": what a prompt says before it names its subject.
    private static final Pattern PROMPT = Pattern.compile(
            "\\s*(?:(?:a|an|the|this is a)\\s+)?(?:[\\p{L}-]+\\s+){0,2}?"
                    + "(?:photo|photograph|picture|image|snapshot|shot|rendering|drawing|painting|sketch)\\s+of\\s+(.+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Paraphrases() {}

    /** Another sentence about the subject of a prompt, or about the whole of a text that is none. */
    static String of(String text, SplittableRandom random) {
        Matcher prompt = PROMPT.matcher(text);
        String subject = withoutEnd((prompt.matches() ? prompt.group(1) : text).strip());
        int first = random.nextInt(SENTENCES.size());
        String sentence = SENTENCES.get(first).replace(SUBJECT, subject);
        return sentence.equals(text)
                ? SENTENCES.get((first + 1) % SENTENCES.size()).replace(SUBJECT, subject)
                : sentence;
    }

    /** Without the mark that ends a sentence; a text of nothing but marks stays. */
    private static String withoutEnd(String text) {
        int end = text.length();
        while (end > 0 && ".!?".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end == 0 ? text : text.substring(0, end);
    }
}
