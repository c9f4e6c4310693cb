/** Which language a caption is written in, found out offline. Entry point: {@link
 * org.clipspark.prep.language.LanguageIdentifier}. */
@NullMarked
package org.clipspark.prep.language;

import org.jspecify.annotations.NullMarked;
