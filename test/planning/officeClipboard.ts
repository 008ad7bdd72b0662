/** What Word 2019 puts on the clipboard for a 教案 with headings, numbered and bulleted items on two levels, a table and a remark. */
export const wordHtml = `<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:m="http://schemas.microsoft.com/office/2004/12/omml"
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document>
<meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/ma/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <w:WordDocument>
  <w:View>Normal</w:View>
 </w:WordDocument>
</xml><![endif]-->
<style>
<!--
 /* List Definitions */
 @list l0
	{mso-list-id:1170020531;
	mso-list-type:hybrid;}
@list l0:level1
	{mso-level-text:"（%1）";}
p.MsoNormal, li.MsoNormal, div.MsoNormal
	{margin:0cm;
	text-align:justify;
	font-family:等线;}
-->
</style>
</head>
<body lang=ZH-CN style='tab-interval:21.0pt;word-wrap:break-word'>
<!--StartFragment-->
<h1><span style='font-family:"等线 Light"'>分数的初步认识<span lang=EN-US><o:p></o:p></span></span></h1>
<h2><b><span style='font-size:16.0pt'>教学目标<span lang=EN-US><o:p></o:p></span></span></b></h2>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal style='text-indent:21.0pt'>学生能够<b style='mso-bidi-font-weight:normal'>平均分</b>，并用
<i style='mso-bidi-font-style:normal'>自己的话</i>说出<u>几分之一</u>的意
思。<span class=MsoCommentReference><span lang=EN-US style='font-size:10.5pt'><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[A1]</a><![if !supportAnnotations]>&nbsp;<![endif]></span></span><del cite="mailto:%E9%A9%AC" datetime="2024-03-01T08:00">删去的话</del></p>
<p class=MsoListParagraph style='margin-left:36.0pt;mso-para-margin-left:0gd;text-indent:-36.0pt;mso-char-indent-count:0;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='mso-fareast-font-family:等线;mso-fareast-theme-font:minor-latin'><span
style='mso-list:Ignore'>（<span lang=EN-US>1</span>）<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>折一折<span lang=EN-US><o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:42.0pt;text-indent:-21.0pt;mso-char-indent-count:0;mso-list:l0 level2 lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:Wingdings;mso-fareast-font-family:Wingdings'><span
style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>圆形纸片<span lang=EN-US><o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-36.0pt;mso-char-indent-count:0;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US><span style='mso-list:Ignore'>（<span lang=EN-US>2</span>）<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>说一说<span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal>准备如下：</p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
lang=EN-US style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>课件</p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt'>
 <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=277 valign=top style='width:207.4pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'>
  <p class=MsoNormal><b>教师活动<span lang=EN-US><o:p></o:p></span></b></p>
  </td>
  <td width=277 colspan=2 valign=top style='width:207.4pt;padding:0cm 5.4pt 0cm 5.4pt'>
  <p class=MsoNormal><b>学生活动</b></p>
  </td>
 </tr>
 <tr style='mso-yfti-irow:1;mso-yfti-lastrow:yes'>
  <td width=277 valign=top style='width:207.4pt'>
  <p class=MsoNormal>出示月饼</p>
  </td>
  <td width=138 valign=top><p class=MsoNormal>观察</p></td>
  <td width=138 valign=top><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></td>
 </tr>
</table>
<p class=MsoNormal><span lang=EN-US style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape id="图片_x0020_1" type="#_x0000_t75"><v:imagedata src="file:///C:/Users/ma/AppData/Local/Temp/msohtmlclip1/01/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=287 height=215 src="file:///C:/Users/ma/AppData/Local/Temp/msohtmlclip1/01/clip_image002.jpg" v:shapes="图片_x0020_1"><![endif]></span></p>
<!--EndFragment-->
<div style='mso-element:comment-list'><hr class=msocomoff align=left size=1 width="33%"><div style='mso-element:comment'><p class=MsoCommentText>批注里的话</p></div></div>
</body>
</html>`;

/** What WPS Office 12 puts there for the like: its own styles on every span, lists as in Word, headings by outline level. */
export const wpsHtml = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head><meta http-equiv=Content-Type  content="text/html; charset=utf-8" ><meta name=ProgId  content=Word.Document ><meta name=Generator  content="Microsoft Word 14" ><meta name=Originator  content="Microsoft Word 14" ><style>
@font-face{
font-family:"宋体";
}
@list l0:level1{
mso-level-number-format:chinese-counting;
mso-level-suffix:none;
mso-level-text:"%1、";
}
p.MsoNormal{
mso-style-name:正文;
margin:0pt;
}
</style></head><body style="tab-interval:21pt;" ><!--StartFragment--><p class=MsoNormal  style="mso-outline-level:1;" ><b><span style="mso-spacerun:'yes';font-family:黑体;font-size:16.0000pt;mso-font-kerning:1.0000pt;" ><font face="黑体" >教学过程</font></span></b><b><span style="mso-spacerun:'yes';font-family:黑体;" ><o:p></o:p></span></b></p><p class=MsoNormal  style="margin-left:0.0000pt;text-indent:0.0000pt;mso-list:l0 level1 lfo1;" ><![if !supportLists]><span style="font-family:宋体;font-size:10.5000pt;mso-font-kerning:1.0000pt;" ><span style='mso-list:Ignore;' >一、<span></span></span></span><![endif]><span style="mso-spacerun:'yes';font-family:宋体;font-weight:bold;font-size:10.5000pt;" ><font face="宋体" >导入</font></span><span style="mso-spacerun:'yes';font-family:宋体;" ><o:p></o:p></span></p><p class=MsoNormal  style="margin-left:0.0000pt;text-indent:0.0000pt;mso-list:l0 level1 lfo1;" ><![if !supportLists]><span style="font-family:宋体;" ><span style='mso-list:Ignore;' >二、<span></span></span></span><![endif]><span style="mso-spacerun:'yes';font-family:宋体;" ><font face="宋体" >新授</font></span></p><p class=MsoNormal ><span style="mso-spacerun:'yes';font-family:宋体;text-decoration:underline;text-underline:single;" >重点：<font face="Calibri" >&nbsp;</font></span><span style="mso-spacerun:'yes';font-style:italic;" >理解</span></p><table class=MsoTableGrid  border=1  cellspacing=0  style="border-collapse:collapse;border:none;" ><tr><td width=142  valign=top  rowspan=2  style="width:106.5000pt;padding:0.0000pt 5.4000pt 0.0000pt 5.4000pt ;" ><p class=MsoNormal ><span style="mso-spacerun:'yes';" >板书</span></p></td><td width=142  valign=top ><p class=MsoNormal ><span>左</span></p></td></tr><tr><td width=142  valign=top ><p class=MsoNormal ><span>右</span></p></td></tr></table><p class=MsoNormal ><img width="1" height="1" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="></p><!--EndFragment--></body></html>`;
