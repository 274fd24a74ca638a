package tallystick.app.iso20022;

import com.prowidesoftware.swift.model.mx.AbstractMX;
import com.prowidesoftware.swift.model.mx.MxCamt05300108;
import com.prowidesoftware.swift.model.mx.MxCamt05400108;
import com.prowidesoftware.swift.model.mx.MxPacs00900108;
import com.prowidesoftware.swift.model.mx.MxPacs02900102;
import com.prowidesoftware.swift.model.mx.MxWriteParams;
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.SchemaOutputResolver;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.XMLConstants;
import javax.xml.transform.Result;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Holds messages of one type to its schema: elements, their order and number, and plain types. The
 * library ships the messages as annotated classes, of which the schema is made; code lists, lengths
 * and patterns of texts are not in them and are asked by whoever writes or reads. Any thread.
 */
final class SchemaCheck {

    static final SchemaCheck PACS_009 =
            new SchemaCheck("pacs.009.001.08", () -> MxPacs00900108._classes);
    static final SchemaCheck PACS_029 =
            new SchemaCheck("pacs.029.001.02", () -> MxPacs02900102._classes);
    static final SchemaCheck CAMT_053 =
            new SchemaCheck("camt.053.001.08", () -> MxCamt05300108._classes);
    static final SchemaCheck CAMT_054 =
            new SchemaCheck("camt.054.001.08", () -> MxCamt05400108._classes);

    private static final String NAMESPACES = "urn:iso:std:iso:20022:tech:xsd:";

    private final String type;
    private final Supplier<Class<?>[]> classes;
    private @Nullable Schema made;

    private SchemaCheck(String type, Supplier<Class<?>[]> classes) {
        this.type = type;
        this.classes = classes;
    }

    /** The type, such as {@code pacs.009.001.08}. */
    String type() {
        return type;
    }

    /** The namespace of its documents. */
    String namespace() {
        return NAMESPACES + type;
    }

    /**
     * A message of ours as XML.
     *
     * @throws MessageFault when it is not of its schema
     */
    String written(AbstractMX message) {
        MxWriteParams params = new MxWriteParams();
        params.prefix = null;
        params.includeXMLDeclaration = true;
        String xml = message.document(params);
        check(xml);
        return xml;
    }

    /**
     * Whether a document is of the schema.
     *
     * @throws MessageFault with the place and rule of the first that is not; a document type or
     *     entity is never taken
     */
    void check(String xml) {
        try {
            Validator validator = schema().newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setErrorHandler(
                    new ErrorHandler() {
                        @Override
                        public void warning(SAXParseException warning) throws SAXException {
                            throw warning;
                        }

                        @Override
                        public void error(SAXParseException error) throws SAXException {
                            throw error;
                        }

                        @Override
                        public void fatalError(SAXParseException error) throws SAXException {
                            throw error;
                        }
                    });
            validator.validate(new StreamSource(new StringReader(xml)));
        } catch (SAXParseException broken) {
            throw new MessageFault(
                    type
                            + " line "
                            + broken.getLineNumber()
                            + ", column "
                            + broken.getColumnNumber(),
                    "must be of its schema: " + shortened(String.valueOf(broken.getMessage())));
        } catch (SAXException broken) {
            throw new MessageFault(type, "must be XML");
        } catch (IOException impossible) {
            throw new UncheckedIOException("text in memory can be read", impossible);
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private synchronized Schema schema() {
        Schema known = made;
        if (known == null) {
            known = make();
            made = known;
        }
        return known;
    }

    private Schema make() {
        try {
            Map<String, StringWriter> parts = new LinkedHashMap<>();
            JAXBContext.newInstance(classes.get())
                    .generateSchema(
                            new SchemaOutputResolver() {
                                @Override
                                public Result createOutput(
                                        @Nullable String namespace, String file) {
                                    StringWriter part = new StringWriter();
                                    parts.put(namespace == null ? "" : namespace, part);
                                    StreamResult result = new StreamResult(part);
                                    result.setSystemId(file);
                                    return result;
                                }
                            });
            StringWriter types = parts.get("");
            if (types == null) {
                throw new IllegalStateException(type + " has no types");
            }
            SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return factory.newSchema(
                    new StreamSource(new StringReader(inNamespace(types.toString()))));
        } catch (JAXBException | IOException | SAXException broken) {
            throw new IllegalStateException("no schema of " + type, broken);
        }
    }

    /** The classes' types have no namespace of their own; documents put them into the message's. */
    private String inNamespace(String types) {
        String head = "xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">";
        if (!types.contains(head)) {
            throw new IllegalStateException("not a schema as it was known: " + type);
        }
        return types.replaceFirst(
                java.util.regex.Pattern.quote(head),
                java.util.regex.Matcher.quoteReplacement(
                        "targetNamespace=\"%s\" xmlns=\"%s\" elementFormDefault=\"qualified\" %s"
                                        .formatted(namespace(), namespace(), head)
                                + "<xs:element name=\"Document\" type=\"Document\"/>"));
    }
}
